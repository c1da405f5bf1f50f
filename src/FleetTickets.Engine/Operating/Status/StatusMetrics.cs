using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>A status report in the text format of Prometheus, for node_exporter's textfile collector. What is not known is left out.</summary>
public static class StatusMetrics
{
    private const string Prefix = "fleettickets_";

    /// <param name="now">When the status was read.</param>
    public static string Of(StatusReport status, DateTimeOffset now)
    {
        var text = new StringBuilder();
        foreach (var metric in All(status, now))
        {
            var samples = metric.Samples.Where(sample => sample.Value is not null).ToList();
            if (samples.Count == 0)
                continue;
            // Of two datasets there are two files, and node_exporter wants one help for both: it is the same text.
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Prefix}{metric.Name} {metric.Help}\n# TYPE {Prefix}{metric.Name} gauge\n");
            foreach (var (labels, value) in samples)
                text.Append(CultureInfo.InvariantCulture, $"{Prefix}{metric.Name}{{dataset=\"{status.Dataset}\"{labels}}} {value}\n");
        }
        return text.ToString();
    }

    private static IEnumerable<Metric> All(StatusReport status, DateTimeOffset now) =>
    [
        One("status_timestamp_seconds", "When this status was read.", Unix(now.UtcDateTime)),
        One("needs_attention", "1 when somebody should look, as --status says.", status.NeedsAttention ? 1 : 0),
        new("alarm", "1 for each alarm that --status raises.", [.. status.Alarms.Select(alarm => (Label("code", alarm.Code), (double?)1))]),
        One("last_success_timestamp_seconds", "When the last load from the bucket ended that came to its end.", Unix(status.LastSuccessAt)),
        One("last_run_duration_seconds", "How long the last load from the bucket took that came to its end.", Duration(status)),
        One("watermark_age_seconds", "Age of the newest applied file by its name.", status.WatermarkAgeHours * 3600),
        One("waiting_files", "New files in changes/.", status.Waiting.Files),
        One("waiting_bytes", "Their size.", status.Waiting.Bytes),
        One("failed_files", "Files that could not be read and that nobody has settled.", status.FailedFiles),
        One("not_archived_files", "Applied files that are still in changes/.", status.NotArchivedFiles),
        One("unapplied_files", "Files in processed/ that the database does not know.", status.UnappliedFiles),
        One("rejected_records_7d", "Records rejected in the last 7 days.", status.RejectsLast7Days),
        new("tickets", "Tickets by state.",
        [
            (Label("state", "open"), status.Tickets?.Open), (Label("state", "closed"), status.Tickets?.Closed), (Label("state", "unknown"), status.Tickets?.Unknown),
        ]),
        new("geocoder_calls_today", "Calls of this UTC day.", [.. Budgets(status).Select(budget => (Label("provider", budget.Provider), (double?)budget.Used))]),
        new("geocoder_calls_limit", "Calls allowed per UTC day.", [.. Budgets(status).Select(budget => (Label("provider", budget.Provider), (double?)budget.Cap))]),
    ];

    private static Metric One(string name, string help, double? value) => new(name, help, [("", value)]);

    private static IReadOnlyList<GeocoderBudget> Budgets(StatusReport status) => status.GeocoderBudgets ?? [];

    private static double? Duration(StatusReport status) =>
        status.LastRuns?.FirstOrDefault(run => run is { IsDrain: true, FinishedAt: not null, Outcome: "done" or "attention" }) is { FinishedAt: { } end } run
            ? (end - run.StartedAt).TotalSeconds
            : null;

    private static double? Unix(DateTime? utc) => (utc - DateTime.UnixEpoch)?.TotalSeconds;

    private static string Label(string name, string value) =>
        $",{name}=\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"";

    private sealed record Metric(string Name, string Help, IReadOnlyList<(string Labels, double? Value)> Samples);
}
