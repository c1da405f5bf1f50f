using System.Text.Json;
using System.Text.Json.Serialization;

namespace FleetTickets.Engine.Verifying;

/// <summary>The answer to <c>--verify</c> for programs.</summary>
/// <param name="Differences">The first of them, a sentence each; the counts are of all.</param>
internal sealed record VerifyAnswer(
    string Dataset, bool NeedsAttention, int FilesRead, int FilesWithoutObject, int FilesLost, int FilesUnknown, int FilesDifferent,
    long TicketsCompared, long TicketsMissing, long TicketsDifferent, long LastNamedElsewhere, long NamedByNothing, double ElapsedSeconds,
    IReadOnlyList<string> Differences)
{
    public const int MostDifferences = 1_000;

    public static string Json(VerifyReport report, IReadOnlyList<string> differences) => JsonSerializer.Serialize(
        new VerifyAnswer(
            report.Dataset.Name, report.NeedsAttention, report.FilesRead, report.FilesWithoutObject, report.FilesLost, report.FilesUnknown,
            report.FilesDifferent, report.Tickets - report.LastNamedElsewhere - report.NamedByNothing, report.Missing, report.Different,
            report.LastNamedElsewhere, report.NamedByNothing, Math.Round(report.Elapsed.TotalSeconds, 3), differences),
        VerifyJson.Default.VerifyAnswer) + Environment.NewLine;
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(VerifyAnswer))]
internal sealed partial class VerifyJson : JsonSerializerContext;
