using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Reporting;

/// <summary>A run's report for a person: ten lines that fit 80 columns, the same on a terminal and in a scheduler's log.</summary>
public static class RunSummary
{
    public static string Of(RunReport report)
    {
        var text = new StringBuilder();
        text.AppendLine(Title(report));
        Line(text, "files", ("found", report.FilesFound), ("applied", report.FilesApplied), ("late", report.FilesLate), ("failed", report.FilesFailed));
        Line(text, "rows", ("read", report.Rows.Read), ("dropped", report.Rows.Dropped), ("rejected", report.Rows.Rejected), ("superseded", report.Rows.Superseded));
        Line(text, "", ("inserted", report.Rows.Inserted), ("updated", report.Rows.Updated), ("unchanged", report.Rows.Unchanged));
        text.AppendLine(CultureInfo.InvariantCulture, $"  watermark  {report.WatermarkBefore ?? "none"}");
        text.AppendLine(CultureInfo.InvariantCulture, $"          →  {report.WatermarkAfter ?? "none"}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  elapsed    {report.Elapsed.TotalSeconds:0.0} s");
        foreach (var remark in Remarks(report))
            text.AppendLine(CultureInfo.InvariantCulture, $"  ! {remark}");
        return text.ToString();
    }

    private static string Title(RunReport report)
    {
        var nothing = report.FilesApplied + report.FilesFailed == 0 ? ", nothing new" : "";
        return report.IsDryRun
            ? $"{report.Dataset.Name}: dry-run{nothing}; nothing was written, --apply does it"
            : $"{report.Dataset.Name}: done{nothing}";
    }

    private static void Line(StringBuilder text, string label, params ReadOnlySpan<(string Name, long Value)> counts)
    {
        text.Append(CultureInfo.InvariantCulture, $"  {label,-9}");
        foreach (var (name, value) in counts)
            text.Append(CultureInfo.InvariantCulture, $"  {name} {value:N0}");
        text.AppendLine();
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
