using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Verifying;

/// <summary>What <c>--verify</c> says, a line a difference.</summary>
public static class VerifyText
{
    /// <summary>So many differences are in the answer for programs; the counts are of all.</summary>
    public const int MostDifferences = VerifyAnswer.MostDifferences;

    public static string Json(VerifyReport report, IReadOnlyList<string> differences) => VerifyAnswer.Json(report, differences);

    /// <param name="fields">Names in <c>raw</c>; null when the row is missing. Values are personal data, and stay where they are.</param>
    /// <param name="key">The file that has the last word on the ticket.</param>
    public static string Of(string ticketId, IReadOnlyList<string>? fields, string key) => fields is null
        ? $"{InvisibleText.Shown(ticketId)} is missing, named by {NameOf(key)}"
        : $"{InvisibleText.Shown(ticketId)} differs from {NameOf(key)} in {string.Join(", ", fields.Select(InvisibleText.ShownName))}";

    public static ResultSheet Of(VerifyReport report) => new($"{report.Dataset.Name}: {Verdict(report)}")
    {
        Facts =
        [
            Fact.Counts("files", ("read", report.FilesRead), ("without object", report.FilesWithoutObject), ("of another tool", report.FilesUnknown)),
            Fact.Counts("tickets", ("compared", report.Tickets - report.LastNamedElsewhere - report.NamedByNothing)),
            Fact.Counts("uncovered", ("named last by a file without object", report.LastNamedElsewhere), ("named by no file", report.NamedByNothing)),
            Fact.Counts("differences", ("files", report.FilesDifferent), ("missing tickets", report.Missing), ("different tickets", report.Different)),
            new Fact("elapsed", string.Create(CultureInfo.InvariantCulture, $"{report.Elapsed.TotalSeconds:0.0} s")),
        ],
        Remarks = report.NeedsAttention ? ["docs/operations/troubleshoot.md#differences"] : [],
    };

    public static string Waiting(long missing, long different) => $"is not applied yet, {Effect(missing, different)}; the next run takes it";

    public static string NeverApplied(long missing, long different) =>
        $"was never applied, {Effect(missing, different)}; --retry puts it back into changes/";

    private static string Effect(long missing, long different) =>
        string.Create(CultureInfo.InvariantCulture, $"new tickets {missing:N0}, changed tickets {different:N0}");

    private static string Verdict(VerifyReport report) => report switch
    {
        { FoundDifferences: true } => "differences",
        { FilesLost: > 0 } => string.Create(CultureInfo.InvariantCulture, $"not known: {report.FilesLost:N0} applied files are no longer in the bucket"),
        _ => "the tickets are what the files say",
    };

    private static string NameOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}
