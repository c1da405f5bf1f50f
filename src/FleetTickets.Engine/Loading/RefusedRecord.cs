using System.Globalization;
using System.Text.RegularExpressions;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Notes on the database's exception what was being loaded; <c>FailureText</c> reports it. The exception itself is not replaced: its type decides
/// how the run ends.
/// </summary>
internal static partial class RefusedRecord
{
    private const string Record = "FleetTickets.Record";

    /// <summary>For an exception filter; never true.</summary>
    /// <param name="chunk">The records that were being copied.</param>
    public static bool Note(PostgresException refused, StagingChunk chunk)
    {
        if (CopiedLine().Match(refused.Where ?? "") is { Success: true } match
            && int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= 1 && number <= chunk.Records.Count)
        {
            refused.Data[Record] = chunk.Records[number - 1];
        }
        return false;
    }

    /// <summary>For an exception filter; never true.</summary>
    /// <param name="files">The files that were being loaded, the oldest first.</param>
    public static bool Note(PostgresException refused, IReadOnlyList<ChangeFile> files)
    {
        refused.Data[FailurePlace.Key] = refused.Data[Record] is StagedRecord record && record.File <= files.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{files[record.File - 1].Key}, line {record.Line}, ticket {record.TicketId}")
            : files.Count == 1 ? files[0].Key : string.Create(CultureInfo.InvariantCulture, $"{files.Count:N0} files, {files[0].Key} to {files[^1].Key}");
        return false;
    }

    // The rest of the context may quote the record.
    [GeneratedRegex(@"^COPY staged_records, line (\d{1,9})\b")]
    private static partial Regex CopiedLine();
}
