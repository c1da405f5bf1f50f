using System.Globalization;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Reporting;

/// <summary>A run's report for a person.</summary>
public static class RunSummary
{
    public static ResultSheet Of(RunReport report) => new(Title(report))
    {
        Facts =
        [
            Fact.Counts("files", ("found", report.FilesFound), ("applied", report.FilesApplied), ("late", report.FilesLate), ("failed", report.FilesFailed)),
            Fact.Counts("rows", ("read", report.Rows.Read), ("dropped", report.Rows.Dropped), ("rejected", report.Rows.Rejected), ("superseded", report.Rows.Superseded)),
            Fact.Counts("", ("inserted", report.Rows.Inserted), ("updated", report.Rows.Updated), ("unchanged", report.Rows.Unchanged)),
            new Fact("watermark", report.WatermarkBefore ?? "none"),
            new Fact("        →", report.WatermarkAfter ?? "none"),
            new Fact("elapsed", string.Create(CultureInfo.InvariantCulture, $"{report.Elapsed.TotalSeconds:0.0} s")),
        ],
        Remarks = [.. Remarks(report)],
    };

    private static string Title(RunReport report)
    {
        var nothing = report.FilesApplied + report.FilesFailed == 0 ? ", nothing new" : "";
        return report.IsDryRun
            ? $"{report.Dataset.Name}: dry-run{nothing}; nothing was written, --apply does it"
            : $"{report.Dataset.Name}: done{nothing}";
    }

    private static IEnumerable<string> Remarks(RunReport report)
    {
        if (report.FilesFailed > 0)
            yield return "a file is unreadable: docs/deployment-and-operations.md#unreadable-files";
        if (report.Rows.Rejected > 0)
            yield return "records were rejected: docs/deployment-and-operations.md#rejected-records";
        if (report.FutureNames.Count > 0)
            yield return "a file's name lies more than 24 h ahead: it was left alone";
        if (report.HistoryFailure is not null)
            yield return "history was not captured: docs/deployment-and-operations.md#history";
        if (report.FilesTruncated > 0)
            yield return "a file is truncated: its export stopped early";
    }
}
