using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Serilog;

namespace FleetTickets.Engine.Runs;

/// <summary>One event a file, and one more for each thing about it that a person should know.</summary>
internal static class FileLog
{
    private const int ShownColumns = 20;

    public static void Write(FileOutcome outcome, bool isDryRun)
    {
        if (outcome.Lag is { } lag && outcome.Status is not FileStatus.Failed)
            Log.Warning("{File} is late, {Lag} behind the watermark: merged, newer records stay", outcome.File.Key, Duration.Of(lag));
        if (outcome.UnknownColumns.Count > 0)
            Log.Warning("{File} has columns that are new to us, kept in raw: {Columns}", outcome.File.Key, Few(outcome.UnknownColumns));
        if (outcome.MissingColumns.Count > 0)
            Log.Warning("{File} lacks columns: {Columns}", outcome.File.Key, outcome.MissingColumns);
        if (outcome.Truncated)
            Log.Warning("{File} is truncated: the export says that it stopped early", outcome.File.Key);
        if (outcome.Status is not FileStatus.Failed)
            WriteDoubts(outcome);

        var rows = outcome.Rows;
        if (outcome.Status is FileStatus.Failed)
        {
            Log.Error(
                "{File}: {Reason}. {Fate}; see docs/operations/troubleshoot.md#unreadable-files",
                outcome.File.Key, outcome.Reason, isDryRun ? "It would be moved to failed/" : "Nothing of it was loaded");
        }
        else
        {
            Log.Information(
                "{Verb} {File}: {Read} read, {Inserted} inserted, {Updated} updated, {Unchanged} unchanged, {Dropped} dropped, {Rejected} rejected, {Superseded} superseded",
                isDryRun ? "Would apply" : "Applied", outcome.File.Key, rows.Read, rows.Inserted, rows.Updated, rows.Unchanged,
                rows.Dropped, rows.Rejected, rows.Superseded);
        }
    }

    private static void WriteDoubts(FileOutcome outcome)
    {
        if (outcome.Swallowed > 0)
        {
            Log.Warning(
                "{File}, line {Line}: {Count} lines inside of quoted fields look like records and are none; was a quote left open?",
                outcome.File.Key, outcome.SwallowedFrom, outcome.Swallowed);
        }
        foreach (var column in outcome.UnreadableColumns)
        {
            Log.Warning(
                "{File}: {Unreadable} of {Values} values of {Column} cannot be read and are NULL there, such as {Example}; has the export's format changed?",
                outcome.File.Key, column.Unreadable, column.Values, column.Column, column.Example);
        }
    }

    private static IReadOnlyList<string> Few(IReadOnlyList<string> columns) =>
        columns.Count <= ShownColumns ? columns : [.. columns.Take(ShownColumns), $"… {columns.Count - ShownColumns} more"];
}
