using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>A status report for people and for programs.</summary>
public static class StatusText
{
    private const string Unknown = "not known: the schema is older";

    private static readonly IReadOnlyList<ResultColumn> RunColumns =
    [
        new("run", IsNumber: true), new("began, EAT"), new("mode"), new("outcome"),
        new("files", IsNumber: true), new("new", IsNumber: true), new("changed", IsNumber: true),
    ];

    public static string Json(StatusReport status) => JsonSerializer.Serialize(status, StatusJson.Default.StatusReport) + Environment.NewLine;

    public static ResultSheet Of(StatusReport status) => new($"{status.Dataset}: {(status.NeedsAttention ? "needs a look" : "healthy")}")
    {
        Facts = [.. FeedFacts(status), .. TicketFacts(status), .. SystemFacts(status)],
        Table = new ResultTable(RunColumns, [.. (status.LastRuns ?? []).Select(Row)]),
        Remarks = [.. status.Alarms.Select(alarm => alarm.Text)],
    };

    private static IEnumerable<Fact> FeedFacts(StatusReport status)
    {
        yield return new Fact("watermark", status.Watermark ?? "none");
        if (status.WatermarkAgeHours is { } age)
            yield return new Fact("", $"{Duration.Of(TimeSpan.FromHours(age))} old");
        yield return new Fact("imported", Time(status.ImportedAt), $"epoch {status.Epoch}");
        yield return Fact.Counts("waiting", ("files", status.Waiting.Files), ("bytes", status.Waiting.Bytes), ("late", status.Waiting.Late));
        if (status.Waiting.Oldest is { } oldest)
            yield return new Fact("", $"oldest {oldest}");
        yield return Fact.Counts("left alone", ("named in the future", status.Waiting.Future), ("with other names", status.Waiting.Other));
        yield return status.HoursSinceNewestFile is { } silence
            ? new Fact("newest file", $"{Hours(silence)} ago", $"counted 06-21 EAT, stalled after {Hours(status.StalledAfterHours)}")
            : new Fact("newest file", "none so far");
        yield return status.HoursSinceLastSuccess is { } success
            ? new Fact("last success", Time(status.LastSuccessAt), $"{Hours(success)} ago, counted 06-21 EAT")
            : new Fact("last success", status.LastRuns is null ? Unknown : "none so far");
        yield return status is { FailedFiles: { } failed, LateFiles: { } late, NotArchivedFiles: { } waiting }
            ? Fact.Counts("ledger", ("failed", failed), ("late", late), ("not archived yet", waiting))
            : new Fact("ledger", Unknown);
        if (status.UnappliedFiles > 0)
            yield return Fact.Counts("archive", ("unknown to the ledger", status.UnappliedFiles.Value));
        yield return new Fact("rejects", status.RejectsLast7Days is { } rejects ? Text($"{rejects:N0} in the last 7 days") : Unknown);
    }

    private static IEnumerable<Fact> TicketFacts(StatusReport status)
    {
        yield return status.Tickets is { } tickets
            ? Fact.Counts("tickets", ("total", tickets.Total), ("open", tickets.Open), ("closed", tickets.Closed), ("unknown", tickets.Unknown))
            : new Fact("tickets", Unknown);
        yield return status.GeoSources switch
        {
            null => new Fact("placed by", Unknown),
            { Count: 0 } => new Fact("placed by", "nothing so far"),
            var sources => Fact.Counts("placed by", sources.Select(source => (source.Key, source.Value))),
        };
        yield return new Fact("timestamps", status.UnreadableTimestamps is { } share ? Text($"{share * 100:0.00} % of the given ones read NULL")
            : status.Tickets is null ? Unknown : "none given");
    }

    private static IEnumerable<Fact> SystemFacts(StatusReport status)
    {
        yield return status.GeocoderBudgets switch
        {
            null => new Fact("geocoder", Unknown),
            { Count: 0 } => new Fact("geocoder", "not asked today"),
            var budgets => new Fact("geocoder", [.. budgets.Select(budget => Text($"{budget.Provider}: {budget.Used:N0} of {budget.Cap:N0} calls today"))]),
        };
        yield return status.HeldBy is { } holder
            ? new Fact("held by", $"process {holder.Process}", $"role {holder.Role}", holder.Program ?? "of another user", $"since {Time(holder.Since)}")
            : new Fact("held by", "nobody");
        if (status.Bucket is { } bucket)
            yield return new Fact("bucket", bucket);
        if (status.Database is { } database)
            yield return new Fact("database", database);
        yield return status.PendingMigrations.Count == 0
            ? new Fact("schema", "up to date")
            : new Fact("schema", [$"lacks {status.PendingMigrations.Count} {(status.PendingMigrations.Count == 1 ? "migration" : "migrations")}:", .. status.PendingMigrations]);
    }

    private static IReadOnlyList<string> Row(RunRow run) =>
    [
        Text($"{run.RunId}"), Text($"{run.StartedAt + ChangeFile.EastAfricaTime:MM-dd HH:mm}"), run.Mode, run.Outcome,
        Text($"{run.FilesApplied:N0}"), Text($"{run.RowsInserted:N0}"), Text($"{run.RowsUpdated:N0}"),
    ];

    private static string Hours(double hours) => Duration.OfHours(hours);

    private static string Time(DateTime? utc) => utc is { } known ? Text($"{known + ChangeFile.EastAfricaTime:yyyy-MM-dd HH:mm} EAT") : "never";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(StatusReport))]
internal sealed partial class StatusJson : JsonSerializerContext;
