using System.Globalization;
using Dapper;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Transactions;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Loads one or several change files: staged records, upsert, ledger rows, rejects and watermark in one transaction. A file
/// that cannot be used leaves a ledger row and its rejects, and no ticket.
/// </summary>
public sealed class FileLoad(TicketDataset dataset, NpgsqlDataSource database, LoadSession session, FileLoadOptions options, ILoadProgress progress)
{
    /// <summary>Fewer bad records than this never fail a file, whatever their share.</summary>
    private const long FewestBadRecords = 100;

    /// <returns>Never <see cref="LoadResult.ConnectionLost"/>: what was not committed is loaded again.</returns>
    /// <exception cref="DatasetBusyException">Another run applies a file of this dataset right now.</exception>
    /// <exception cref="NpgsqlException">The connection was lost twice, or the database refuses a record.</exception>
    public async Task<LoadResult> LoadAsync(Batch batch, CancellationToken cancellation)
    {
        try
        {
            if (await LoadOnceAsync(batch, cancellation) is not LoadResult.ConnectionLost and var result)
                return result;
            Log.Warning("{File} was not committed; it is loaded once more", batch.Files[^1].Key);
            result = await LoadOnceAsync(batch, cancellation);
            return result is LoadResult.ConnectionLost again ? throw again.Loss : result;
        }
        catch (ObjectGoneException gone)
        {
            return new LoadResult.OneIsGone(gone);
        }
        catch (PostgresException refused) when (RefusedRecord.Note(refused, batch.Files))
        {
            throw;
        }
    }

    private async Task<LoadResult> LoadOnceAsync(Batch batch, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginAsync(cancellation);
        var connection = transaction.Connection;
        var state = await DatasetState.LockAsync(connection, dataset, cancellation);
        // The run's lock is lost with its connection, so another run may have applied files meanwhile.
        var files = batch.Becomes is FileStatus.Applied ? await NotDoneAsync(connection, batch.Files, state, cancellation) : batch.Files;
        if (files.Count == 0)
            return new LoadResult.Loaded([]);
        await OtherLoader.NoteAsync(connection, dataset, state, cancellation);

        await StagingTable.CreateAsync(connection, cancellation);
        var staged = new StagedFile[files.Count];
        List<FileOutcome> outcomes;
        long sentWhole;
        int[] usable = [.. Enumerable.Range(0, files.Count)], again;
        do
        {
            again = usable;
            if (again.Length < files.Count)
                await StagingTable.EmptyAsync(connection, [.. again.Select(i => i + 1)], cancellation);
            sentWhole = await StageAsync(connection, batch with { Files = files }, staged, again, cancellation);
            await Fault.AtAsync(FaultPoint.AfterStaging, cancellation);
            outcomes = [.. staged.Select(file => Judge(file, batch.Becomes, state))];
            usable = [.. again.Where(i => outcomes[i].Status is not FileStatus.Failed)];
        }
        // Records of older files were left out for tickets that an unusable file names. Without that file they are staged again.
        while (usable.Length is > 0 && usable.Length < again.Length);
        if (usable.Length > 0)
            outcomes = await UpsertAsync(connection, staged, sentWhole, outcomes, state.Epoch, cancellation);

        await Rejects.KeepAsync(connection, dataset, outcomes, options.RunId, cancellation);
        await FileLedger.RecordAsync(connection, dataset, state.Epoch, options.RunId, outcomes, cancellation);
        if (outcomes.FindLast(outcome => outcome.Status is FileStatus.Applied) is { } newest)
            await DatasetState.AdvanceAsync(connection, dataset, newest.File, cancellation);
        await Fault.AtAsync(FaultPoint.BeforeCommit, cancellation);
        return await CommitAsync(transaction, files) is { } loss ? new LoadResult.ConnectionLost(loss) : new LoadResult.Loaded(outcomes);
    }

    private async Task<IReadOnlyList<ChangeFile>> NotDoneAsync(
        NpgsqlConnection connection, IReadOnlyList<ChangeFile> files, DatasetState state, CancellationToken cancellation)
    {
        var done = await FileLedger.DoneAsync(connection, dataset, state.Epoch, files.Select(file => file.Key), cancellation);
        return [.. files.Where(file => done.GetValueOrDefault(file.Id) is not { Superseded: false })];
    }

    /// <summary>Stages the chosen files. Returns how many records were sent whole, because their tickets may differ.</summary>
    /// <param name="staged">What was found in each file.</param>
    /// <param name="chosen">Their places, from 0.</param>
    private async Task<long> StageAsync(
        NpgsqlConnection connection, Batch batch, StagedFile[] staged, int[] chosen, CancellationToken cancellation)
    {
        await using var staging = new Staging(connection, dataset, progress, cancellation);
        foreach (var i in chosen.Reverse())
            staged[i] = await staging.FillAsync(i + 1, batch.Files[i], batch.Open(batch.Files[i]));
        return await staging.CompleteAsync();
    }

    private FileOutcome Judge(StagedFile staged, FileStatus status, DatasetState state)
    {
        var (file, reason) = (staged.File, staged.Unreadable is { } unreadable ? $"line {unreadable.Line}: {unreadable.Message}" : TooManyBad(staged));
        return new FileOutcome(file, reason is null ? status : FileStatus.Failed)
        {
            Rows = new RowCounts(Read: staged.Read, Dropped: staged.Dropped, Rejected: staged.Rejected),
            Lag = state.WatermarkTime is { } watermark && file.Time <= watermark && status is FileStatus.Applied ? watermark - file.Time : null,
            Truncated = staged.Truncated,
            Swallowed = staged.Swallowed,
            SwallowedFrom = staged.SwallowedFrom,
            UnreadableColumns = staged.UnreadableColumns,
            Reason = reason,
            UnknownColumns = staged.Header?.Unknown ?? [],
            MissingColumns = staged.Header?.Missing ?? [],
        };
    }

    private string? TooManyBad(StagedFile staged) =>
        staged.Rejected >= FewestBadRecords && staged.Rejected * 100 > staged.Read * options.MaxRejectPercent
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{staged.Rejected} of {staged.Read} records are bad, more than {options.MaxRejectPercent} %; is the delimiter or a column shifted?")
            : null;

    /// <summary>The outcomes with what became of the files' records.</summary>
    private async Task<List<FileOutcome>> UpsertAsync(
        NpgsqlConnection connection,
        StagedFile[] staged,
        long sentWhole,
        List<FileOutcome> outcomes,
        int epoch,
        CancellationToken cancellation)
    {
        var repeated = staged.Any(file => file is { HasRepeats: true, Unreadable: null }) ? await StagingTable.DropRepeatsAsync(connection, cancellation) : RowsByFile.None;
        var named = await StagingTable.DropNamedByNewerAsync(
            connection, dataset, epoch, [.. staged.Select(file => file.File.Time.UtcDateTime)], cancellation);
        var (updated, inserted) = sentWhole == 0 ? (RowsByFile.None, RowsByFile.None)
            : await WriteChangedAsync(connection, staged.Length, sentWhole, cancellation);
        return [.. outcomes.Select((outcome, i) =>
        {
            if (outcome.Status is FileStatus.Failed)
                return outcome;
            var superseded = staged[i].NamedByNewer + repeated[i + 1] + named[i + 1];
            return outcome with
            {
                Rows = outcome.Rows with
                {
                    Superseded = superseded, Inserted = inserted[i + 1], Updated = updated[i + 1],
                    Unchanged = staged[i].Kept - superseded - inserted[i + 1] - updated[i + 1],
                },
            };
        })];
    }

    private async Task<(RowsByFile Updated, RowsByFile Inserted)> WriteChangedAsync(
        NpgsqlConnection connection, int files, long sentWhole, CancellationToken cancellation)
    {
        await StagingTable.AnalyzeAsync(connection, cancellation);
        var updated = await RowsByFile.QueryAsync(connection, UpsertSql.UpdateChanged(dataset), [], cancellation);
        return (updated, sentWhole == updated.Total ? RowsByFile.None : await InsertAsync(connection, files, cancellation));
    }

    private async Task<RowsByFile> InsertAsync(NpgsqlConnection connection, int files, CancellationToken cancellation)
    {
        var counted = files > 1 ? await RowsByFile.QueryAsync(connection, UpsertSql.CountNew(dataset), [], cancellation) : null;
        await using var insert = new NpgsqlCommand(UpsertSql.InsertNew(dataset), connection);
        var inserted = await insert.ExecuteNonQueryAsync(cancellation);
        return counted ?? RowsByFile.Only(inserted);
    }

    /// <summary>When the connection is lost during COMMIT, only the ledger knows the outcome. Returns the exception when the commit failed.</summary>
    private async Task<NpgsqlException?> CommitAsync(LoadTransaction transaction, IReadOnlyList<ChangeFile> files)
    {
        try
        {
            await transaction.CommitAsync();
            return null;
        }
        catch (NpgsqlException lost) when (IsUnknownOutcome(lost) && !session.IsDryRun)
        {
            Log.Warning("The connection was lost while {File} was being committed; asking the ledger", files[^1].Key);
            // Frees the place of the lost connection before another one is opened.
            await transaction.DisposeAsync();
            return await WasCommittedAsync(files[^1]) ? null : lost;
        }
    }

    /// <summary>No answer, or the answer of a server that is shutting down (class 57P): it may come after the commit.</summary>
    private static bool IsUnknownOutcome(NpgsqlException failure) =>
        failure is not PostgresException answer || answer.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private async Task<bool> WasCommittedAsync(ChangeFile file)
    {
        await using var fresh = await DatabaseTransaction.BeginAsync(database, CancellationToken.None);
        // Waits until the lost session has ended, so that the answer is final.
        await fresh.Connection.ExecuteAsync(
            "set local lock_timeout = '10s'; select from tickets.import_meta where dataset = @Name for update", new { dataset.Name });
        return await FileLedger.IsCommittedAsync(fresh.Connection, dataset, file, options.RunId, CancellationToken.None);
    }
}
