using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Runs;

/// <summary>What a report holds for a person, the most urgent first.</summary>
public static class Findings
{
    private const int ShownNames = 5;

    public static IReadOnlyList<Finding> Of(RunReport report) => [.. All(report)];

    /// <summary>As the run's row keeps them.</summary>
    public static string Json(RunReport report) => JsonSerializer.Serialize(Of(report), FindingsJson.Default.IReadOnlyListFinding);

    /// <summary>The reverse of <see cref="Json"/>.</summary>
    public static IReadOnlyList<Finding> Parse(string json) => JsonSerializer.Deserialize(json, FindingsJson.Default.IReadOnlyListFinding)!;

    /// <summary>Whether an earlier run has reported the same state.</summary>
    public static bool IsKnown(RunReport report, Finding finding) => LastingFindings.IsKnown(finding, report.FindingsBefore);

    /// <summary>States that an earlier run reported and that have ended.</summary>
    public static IReadOnlyList<Finding> Ended(RunReport report) => LastingFindings.Ended(report.FindingsBefore, Of(report));

    private static IEnumerable<Finding> All(RunReport report)
    {
        if (report.FilesFailed is > 0 and var failed)
            yield return New(FindingKind.FileFailed, failed, $"{Number(failed, "file")} unreadable: docs/operations/troubleshoot.md#unreadable-files") with { Files = report.FailedFiles };
        if (report.Rows.Rejected is > 0 and var rejected)
            yield return New(FindingKind.RecordRejected, rejected, $"{Number(rejected, "record")} rejected: docs/operations/troubleshoot.md#rejected-records") with { Files = report.RejectingFiles };
        if (report.AllFilesLate)
            yield return New(FindingKind.AllFilesLate, report.FilesApplied, $"every file was late by more than a day, and nothing of them counted; was the bucket replaced? --reseed takes them all");
        if (report.Unapplied.Count > 0)
            yield return New(FindingKind.UnappliedFile, report.Unapplied.Count, $"{Number(report.Unapplied.Count, "archived file")} unknown to the database; was it restored? --retry --unapplied --apply puts them back", report.Unapplied).AboutFiles();
        if (report.Swallowed is > 0 and var swallowed)
            yield return New(FindingKind.RecordsSwallowed, swallowed, $"{Number(swallowed, "record")} may be lost inside a quoted field", report.SwallowedFrom).AboutFiles();
        foreach (var column in report.UnreadableColumns)
            yield return New(FindingKind.ColumnUnreadable, column.Unreadable, string.Create(CultureInfo.InvariantCulture, $"{column.Unreadable:N0} of {column.Values:N0} values of {column.Column} cannot be read"), column.Example);
        if (report.FutureNames.Count > 0)
            yield return New(FindingKind.FutureName, report.FutureNames.Count, $"{Number(report.FutureNames.Count, "file")} left alone, named more than 24 h ahead", report.FutureNames).AboutFiles();
        if (report.PassedOver.Count > 0)
            yield return New(FindingKind.FilePassedOver, report.PassedOver.Count, $"{Number(report.PassedOver.Count, "file")} listed for hours and not to be had", report.PassedOver).AboutFiles();
        if (report.HistoryFailure is not null)
            yield return New(FindingKind.HistoryNotCaptured, 1, "history was not captured: docs/operations/troubleshoot.md#history");
        if (report.BucketIsForeign)
            yield return New(FindingKind.BucketUnknown, 1, $"the bucket has nothing below {report.Dataset.Folder}; is it the right one?");
        if (report.IsStalled && report.Silence is { } silence)
            yield return New(FindingKind.FeedStalled, (long)silence.TotalHours, $"the feed has stalled: {Duration.OfHours(silence.TotalHours)} since its newest file, counted 06-21 EAT");
        if (report.CutShortBefore is > 0 and var cutShort)
            yield return New(FindingKind.RunsCutShort, cutShort, $"{Number(cutShort, "run")} before this one killed or stopped: docs/operations/troubleshoot.md#runs-that-are-cut-short");
        if (report.FilesTruncated is > 0 and var truncated)
            yield return New(FindingKind.ExportTruncated, truncated, $"{Number(truncated, "file")} truncated: the export stopped early");
        if (report.NewColumns.Count > 0)
            yield return New(FindingKind.NewColumn, report.NewColumns.Count, $"{Number(report.NewColumns.Count, "column")} new to us, kept in raw", report.NewColumns);
        if (report.MissingColumns.Count > 0)
            yield return New(FindingKind.MissingColumn, report.MissingColumns.Count, $"{Number(report.MissingColumns.Count, "column")} missing in a file", report.MissingColumns);
    }

    /// <summary>Its names are keys.</summary>
    private static Finding AboutFiles(this Finding finding) => finding with { Files = [.. finding.Names.Select(name => new FileReason(name, null))] };

    private static Finding New(string kind, long count, string text, params IEnumerable<string> names) =>
        new(kind, count, text, [.. names.Take(ShownNames).Select(InvisibleText.ShownName)]);

    private static string Number(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<Finding>))]
internal sealed partial class FindingsJson : JsonSerializerContext;
