using System.Globalization;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Engine.Draining;

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
        Remarks = [.. Findings.Of(report).Select(finding => finding.Remark)],
    };

    private static string Title(RunReport report)
    {
        var nothing = report.FilesApplied + report.FilesFailed == 0 ? ", nothing new" : "";
        return report.IsDryRun
            ? $"{report.Dataset.Name}: dry-run{nothing}; nothing was written, --apply does it"
            : $"{report.Dataset.Name}: done{nothing}";
    }
}
