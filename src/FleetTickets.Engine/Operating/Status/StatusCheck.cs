using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Operating.Status;

/// <summary>Reads how a dataset stands, in the bucket and in the database. Takes no lock and writes nothing.</summary>
/// <param name="pendingMigrations">What the database lacks; the more there is of it, the less it can answer.</param>
public sealed class StatusCheck(
    TicketDataset dataset, NpgsqlDataSource database, IChangeBucket bucket, IReadOnlyList<string> pendingMigrations, TimeProvider clock)
{
    public async Task<StatusReport> ReadAsync(StatusThresholds thresholds, CancellationToken cancellation)
    {
        var listing = await bucket.ListAsync(dataset.ChangesFolder, cancellation);
        var state = await IfThereAsync(connection => DatasetState.ReadAsync(connection, dataset, cancellation), cancellation) ?? new DatasetState(null, 0, false);
        var done = await IfThereAsync(
            connection => FileLedger.DoneAsync(connection, dataset, state.Epoch, ChangeFile.KeysAmong(listing, dataset.ChangesFolder), cancellation),
            cancellation) ?? DoneUpload.None;
        var status = InBucket(state, DrainPlan.For(dataset, listing, done, clock.GetUtcNow()), thresholds);
        status = await AddBookkeepingAsync(status, cancellation);
        status = await AddTicketsAsync(status, cancellation);
        return status with { Alarms = StatusAlarms.Of(status, thresholds) };
    }

    private StatusReport InBucket(DatasetState state, DrainPlan plan, StatusThresholds thresholds)
    {
        var now = clock.GetUtcNow();
        var silence = plan.SilenceAt(now, state.WatermarkTime);
        return new StatusReport
        {
            Dataset = dataset.Name,
            Watermark = state.WatermarkKey,
            WatermarkAgeHours = (now - state.WatermarkTime)?.TotalHours,
            Epoch = state.Epoch,
            Waiting = WaitingIn(plan, state),
            HoursSinceNewestFile = silence?.TotalHours,
            Stalled = silence > thresholds.StalledAfter,
            StalledAfterHours = thresholds.StalledAfter.TotalHours,
            PendingMigrations = pendingMigrations,
        };
    }

    private async Task<StatusReport> AddBookkeepingAsync(StatusReport status, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var ledger = await IfThereAsync(connection => StatusQueries.LedgerAsync(connection, dataset, status.Epoch, cancellation), cancellation);
        var runs = await IfThereAsync(connection => StatusQueries.LastRunsAsync(connection, dataset, cancellation), cancellation);
        var holder = await database.InTransactionAsync(connection => LockHolder.FindAsync(connection, dataset, cancellation), cancellation);
        return status with
        {
            ImportedAt = await IfThereAsync(connection => StatusQueries.ImportedAtAsync(connection, dataset, cancellation), cancellation),
            FailedFiles = ledger?.FailedFiles,
            LateFiles = ledger?.LateFiles,
            NotArchivedFiles = ledger?.NotArchivedFiles,
            StuckFiles = ledger?.StuckFiles,
            RejectsLast7Days = await IfThereAsync(
                async connection => (long?)await StatusQueries.RejectsAsync(connection, dataset, cancellation), cancellation),
            GeocoderBudgets = await IfThereAsync(connection => StatusQueries.BudgetsAsync(connection, cancellation), cancellation),
            LastRuns = runs,
            HasPassedOver = status.Waiting.Files > 0
                && await IfThereAsync(connection => StatusQueries.HasPassedOverAsync(connection, dataset, cancellation), cancellation),
            HoursSinceLastDrain = runs?.FirstOrDefault(run => run.IsDrain) is { } drain ? FeedHours.Between(drain.StartedAt, now).TotalHours : null,
            HeldBy = holder is null
                ? null
                : new HeldBy(holder.Process, holder.Role, holder.Program, holder.Address, holder.Since, (now.UtcDateTime - holder.Since)?.TotalHours),
        };
    }

    private async Task<StatusReport> AddTicketsAsync(StatusReport status, CancellationToken cancellation) => status with
    {
        Tickets = await IfThereAsync(connection => StatusQueries.TicketsAsync(connection, dataset, cancellation), cancellation),
        GeoSources = await IfThereAsync(connection => StatusQueries.GeoSourcesAsync(connection, dataset, cancellation), cancellation),
        UnreadableTimestamps = await IfThereAsync(connection => StatusQueries.UnreadableTimestampsAsync(connection, dataset, cancellation), cancellation),
    };

    private static WaitingFiles WaitingIn(DrainPlan plan, DatasetState state) => new(
        Files: plan.ToLoad.Count,
        Bytes: plan.ToLoad.Sum(file => file.Upload.Size),
        Oldest: plan.ToLoad.Count > 0 ? plan.ToLoad[0].Key : null,
        Late: plan.ToLoad.Count(file => file.Time <= state.WatermarkTime),
        Future: plan.FutureNames.Count,
        Other: plan.OtherNames.Count);

    /// <summary>Null when the schema is older than this program and has nothing of that name.</summary>
    private async Task<T?> IfThereAsync<T>(Func<NpgsqlConnection, Task<T>> query, CancellationToken cancellation)
    {
        try
        {
            return await database.InTransactionAsync(query, cancellation);
        }
        catch (PostgresException missing) when (pendingMigrations.Count > 0 && missing.SqlState is PostgresErrorCodes.UndefinedTable
            or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction or PostgresErrorCodes.InvalidSchemaName)
        {
            return default;
        }
    }
}
