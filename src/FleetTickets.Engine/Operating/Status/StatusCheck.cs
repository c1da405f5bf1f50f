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
        status = status with { BucketIsForeign = listing.Count == 0 && !await bucket.HasAnyAsync(dataset.Folder, cancellation) };
        status = status with { UnappliedFiles = await UnappliedAsync(state, cancellation) };
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
        var drains = await IfThereAsync(connection => StatusQueries.DrainsAsync(connection, dataset, cancellation), cancellation);
        var running = await RunningAsync(cancellation);
        var holder = await database.InTransactionAsync(connection => LockHolder.FindAsync(connection, dataset, cancellation), cancellation);
        // A run that has ended in between has closed its row before it gave the dataset back.
        long? abandoned = running.Count > 0 && holder is null && drains is { IsStandby: false }
            ? (await RunningAsync(cancellation)).Intersect(running).Cast<long?>().FirstOrDefault()
            : null;
        var importedAt = await IfThereAsync(connection => StatusQueries.ImportedAtAsync(connection, dataset, cancellation), cancellation);
        var lastDrains = await IfThereAsync(connection => StatusQueries.LastDrainsAsync(connection, dataset, cancellation), cancellation) ?? [];
        return status with
        {
            ImportedAt = importedAt,
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
            HoursSinceLastDrain = HoursSince(drains?.LastBegun, now),
            LastSuccessAt = drains?.LastSuccess,
            HoursSinceLastSuccess = HoursSince(drains?.LastSuccess, now),
            HoursWithoutProgress = HoursSince(drains?.LastBegun is null ? null : Later(drains.LastSuccess, importedAt) ?? drains.FirstBegun, now),
            NeverDrained = drains is { LastBegun: null },
            LastDrains = [.. lastDrains.Select(outcome => outcome is "running" && abandoned is not null ? "killed" : outcome)],
            AbandonedRun = abandoned,
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

    private async Task<int?> UnappliedAsync(DatasetState state, CancellationToken cancellation)
    {
        var hasLedger = true;
        var unknown = await UnknownArchive.FindAsync(
            dataset, bucket, state,
            async keys =>
            {
                var rows = await IfThereAsync(connection => LedgerFile.OfKeysAsync(connection, dataset, keys, cancellation), cancellation);
                hasLedger = rows is not null;
                return rows ?? [];
            },
            cancellation);
        return hasLedger ? unknown.Count : null;
    }

    private async Task<IReadOnlyList<long>> RunningAsync(CancellationToken cancellation) =>
        await IfThereAsync(connection => StatusQueries.RunningAsync(connection, dataset, cancellation), cancellation) ?? [];

    private static double? HoursSince(DateTime? utc, DateTimeOffset now) => utc is { } time ? FeedHours.Between(time, now).TotalHours : null;

    private static DateTime? Later(DateTime? one, DateTime? other) => one is null || other > one ? other : one;

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
