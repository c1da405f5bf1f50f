using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Reporting;
using Npgsql;

namespace FleetTickets.Engine.Runs;

/// <summary>Reads how a dataset stands, in the bucket and in the database. Takes no lock and writes nothing.</summary>
public sealed class Status(TicketDataset dataset, NpgsqlDataSource database, IChangeBucket bucket, TimeProvider clock)
{
    public async Task<StatusReport> ReadAsync(TimeSpan stalledAfter, CancellationToken cancellation)
    {
        var listing = await bucket.ListAsync(dataset.ChangesFolder, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var state = await DatasetState.ReadAsync(connection, dataset, cancellation);
        var done = await Ledger.DoneAsync(connection, dataset, state.Epoch, ChangeFile.KeysAmong(listing, dataset.ChangesFolder), cancellation);
        var now = clock.GetUtcNow();
        var plan = DrainPlan.For(dataset, listing, done, now);

        DateTimeOffset?[] times = [state.WatermarkTime, .. plan.ToLoad.Select(file => (DateTimeOffset?)file.Time)];
        var silence = times.Max() is { } newest ? FeedHours.Between(newest, now) : (TimeSpan?)null;
        var ledger = await StatusQueries.LedgerAsync(connection, dataset, state.Epoch, cancellation);
        return new StatusReport
        {
            Dataset = dataset.Name,
            Watermark = state.WatermarkKey,
            WatermarkAgeHours = (now - state.WatermarkTime)?.TotalHours,
            Epoch = state.Epoch,
            ImportedAt = ledger.ImportedAt,
            Waiting = WaitingIn(plan, state),
            HoursSinceNewestFile = silence?.TotalHours,
            Stalled = silence > stalledAfter,
            FailedFiles = ledger.FailedFiles,
            NotArchivedFiles = ledger.NotArchivedFiles,
            RejectsLast7Days = ledger.RejectsLast7Days,
            Tickets = await StatusQueries.TicketsAsync(connection, dataset, cancellation),
            GeoSources = await StatusQueries.GeoSourcesAsync(connection, dataset, cancellation),
            UnreadableTimestamps = await StatusQueries.UnreadableTimestampsAsync(connection, dataset, cancellation),
            LastRuns = await StatusQueries.LastRunsAsync(connection, dataset, cancellation),
        };
    }

    private static WaitingFiles WaitingIn(DrainPlan plan, DatasetState state) => new(
        Files: plan.ToLoad.Count,
        Bytes: plan.ToLoad.Sum(file => file.Upload.Size),
        Oldest: plan.ToLoad.Count > 0 ? plan.ToLoad[0].Key : null,
        Late: plan.ToLoad.Count(file => file.Time <= state.WatermarkTime),
        Future: plan.FutureNames.Count,
        Other: plan.OtherNames.Count);
}
