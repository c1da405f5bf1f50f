using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Reporting;

/// <summary>A status report for people and for programs.</summary>
public static class StatusText
{
    public static string Json(StatusReport status) => JsonSerializer.Serialize(status, StatusJson.Default.StatusReport) + Environment.NewLine;

    public static string Plain(StatusReport status)
    {
        var text = new StringBuilder();
        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));

        Line($"{status.Dataset}: {(status.NeedsAttention ? "needs a look" : "healthy")}");
        Line($"  watermark   {status.Watermark ?? "none"}{Age(status.WatermarkAgeHours)}");
        Line($"  imported    {Time(status.ImportedAt?.UtcDateTime)}, epoch {status.Epoch}");
        Line($"  waiting     {status.Waiting.Files:N0} files, {status.Waiting.Bytes:N0} bytes, {status.Waiting.Late} late{Oldest(status.Waiting.Oldest)}");
        Line($"  left alone  {status.Waiting.Future} named in the future, {status.Waiting.Other} with other names");
        Line($"  newest file {Silence(status)}");
        Line($"  ledger      {status.FailedFiles:N0} failed, {status.NotArchivedFiles:N0} not archived yet");
        Line($"  rejects     {status.RejectsLast7Days:N0} in the last 7 days");
        Line($"  tickets     {status.Tickets.Total:N0}: {status.Tickets.Open:N0} open, {status.Tickets.Closed:N0} closed, {status.Tickets.Unknown:N0} unknown");
        Line($"  placed by   {Sources(status.GeoSources)}");
        Line($"  timestamps  {(status.UnreadableTimestamps is { } share ? $"{(share * 100).ToString("0.00", CultureInfo.InvariantCulture)} % of the given ones are unreadable" : "none given")}");
        foreach (var run in status.LastRuns)
            Line($"  run {run.RunId,-7} {Time(run.StartedAt)}  {run.Mode,-11} {run.Outcome,-9} {run.FilesApplied} files, {run.RowsInserted:N0} new, {run.RowsUpdated:N0} changed");
        return text.ToString();
    }

    private static string Age(double? hours) => hours is { } known ? $" ({Hours(known)} old)" : "";

    private static string Silence(StatusReport status) => status.HoursSinceNewestFile is { } silence
        ? $"{Hours(silence)} ago, counted 06-21 EAT{(status.Stalled ? ": stalled" : "")}"
        : "none so far";

    private static string Sources(IReadOnlyDictionary<string, long> sources) => sources.Count == 0
        ? "nothing so far"
        : string.Join(", ", sources.Select(source => string.Create(CultureInfo.InvariantCulture, $"{source.Key} {source.Value:N0}")));

    private static string Oldest(string? key) => key is null ? "" : $", the oldest {key}";

    private static string Hours(double hours) => string.Create(CultureInfo.InvariantCulture, $"{hours:0.0} h");

    private static string Time(DateTime? utc) =>
        utc is { } known ? (known + ChangeFile.EastAfricaTime).ToString("yyyy-MM-dd HH:mm 'EAT'", CultureInfo.InvariantCulture) : "never";
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
