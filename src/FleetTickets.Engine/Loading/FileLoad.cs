using System.Globalization;
using Dapper;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using FleetTickets.Engine.Faults;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// One change file into the database: staged records, upsert, ledger row, rejects and watermark in one transaction. A file that cannot
/// be used leaves a ledger row and its rejects, and no ticket.
/// </summary>
public sealed class FileLoad(TicketDataset dataset, NpgsqlDataSource database, LoadSession session, FileLoadOptions options, ILoadProgress progress)
{
    /// <summary>Fewer bad records than this never condemn a file, whatever their share.</summary>
    private const long FewestBadRecords = 100;

    /// <param name="status">What the file becomes when it can be read: <see cref="FileStatus.Applied"/> or <see cref="FileStatus.Local"/>.</param>
    /// <returns>Null when another run has applied the upload since the ledger was read; nothing was done then.</returns>
    /// <exception cref="DatasetBusyException">Another run applies a file of this dataset right now.</exception>
    public async Task<FileOutcome?> LoadAsync(ChangeFile file, FileStatus status, ChangeReader.OpenAt open, CancellationToken cancellation)
    {
        var (outcome, lost) = await LoadOnceAsync(file, status, open, cancellation);
        if (lost is not null)
        {
            Log.Warning("{File} was not committed; it is loaded once more", file.Key);
            (outcome, lost) = await LoadOnceAsync(file, status, open, cancellation);
        }
        return lost is null ? outcome : throw lost;
    }

    /// <summary>The outcome stands unless a connection was lost before its commit; what lost it is the second value then.</summary>
    private async Task<(FileOutcome? Outcome, NpgsqlException? Lost)> LoadOnceAsync(
        ChangeFile file, FileStatus status, ChangeReader.OpenAt open, CancellationToken cancellation)
    {
        await using var transaction = await session.BeginFileAsync(cancellation);
        var connection = transaction.Connection;
        var state = await DatasetState.LockAsync(connection, dataset, cancellation);
        // The run's own lock guards nothing behind a pooler, or once its connection is lost: another run may have been here.
        if (status is FileStatus.Applied && await Ledger.IsDoneAsync(connection, dataset, state.Epoch, file.Upload, cancellation))
            return (null, null);
        await OtherLoader.NoteAsync(connection, dataset, state, cancellation);

        await StagingTable.CreateAsync(connection, cancellation);
        var staged = await StagingTable.FillAsync(connection, open, progress, cancellation);
        await Fault.AtAsync(FaultPoint.AfterStaging, cancellation);
        var outcome = Judge(file, status, staged, state);
        if (outcome.Status is not FileStatus.Failed)
            outcome = outcome with { Rows = await UpsertAsync(connection, file, staged, state.Epoch, cancellation) };

        await Rejects.KeepAsync(connection, dataset, file.Upload, options.RunId, cancellation);
        await Ledger.RecordAsync(connection, dataset, state.Epoch, options.RunId, outcome, cancellation);
        if (outcome.Status is FileStatus.Applied)
            await DatasetState.AdvanceAsync(connection, dataset, file, cancellation);
        await Fault.AtAsync(FaultPoint.BeforeCommit, cancellation);
        return (outcome, await CommitAsync(transaction, file));
    }

    private FileOutcome Judge(ChangeFile file, FileStatus status, StagedFile staged, DatasetState state)
    {
        var reason = staged.Unreadable is { } unreadable ? $"line {unreadable.Line}: {unreadable.Message}" : TooManyBad(staged);
        return new FileOutcome(file, reason is null ? status : FileStatus.Failed)
        {
            Rows = new RowCounts(Read: staged.Read, Dropped: staged.Dropped, Rejected: staged.Rejected),
            Lag = state.WatermarkTime is { } watermark && file.Time <= watermark && status is FileStatus.Applied ? watermark - file.Time : null,
            Truncated = staged.Truncated,
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

    private async Task<RowCounts> UpsertAsync(
        NpgsqlConnection connection, ChangeFile file, StagedFile staged, int epoch, CancellationToken cancellation)
    {
        long superseded = staged.MayRepeat ? await StagingTable.DropRepeatsAsync(connection, cancellation) : 0;
        superseded += await StagingTable.DropNamedByNewerAsync(connection, dataset.Name, epoch, file.Time, cancellation);

        var updated = await ExecuteAsync(connection, UpsertSql.UpdateChanged(dataset), cancellation);
        var inserted = await ExecuteAsync(connection, UpsertSql.InsertNew(dataset), cancellation);
        return new RowCounts(
            staged.Read, staged.Dropped, staged.Rejected, superseded, inserted, updated,
            Unchanged: staged.Kept - superseded - inserted - updated);
    }

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>When the connection dies during COMMIT, only the ledger knows how it ended. Returns what ended it when it did not commit.</summary>
    private async Task<NpgsqlException?> CommitAsync(FileTransaction transaction, ChangeFile file)
    {
        try
        {
            await transaction.CommitAsync();
            return null;
        }
        catch (NpgsqlException lost) when (IsUnknownOutcome(lost) && !session.IsDryRun)
        {
            Log.Warning("The connection was lost while {File} was being committed; asking the ledger", file.Key);
            return await WasCommittedAsync(file) ? null : lost;
        }
    }

    /// <summary>No answer, or the answer of a server that is shutting down (class 57P): it may come after the commit.</summary>
    private static bool IsUnknownOutcome(NpgsqlException failure) =>
        failure is not PostgresException answer || answer.SqlState.StartsWith("57P", StringComparison.Ordinal);

    private async Task<bool> WasCommittedAsync(ChangeFile file)
    {
        await using var fresh = await database.OpenConnectionAsync();
        await using var transaction = await fresh.BeginTransactionAsync();
        // Waits for the lost session to end, if it has not yet: its answer is final then.
        await fresh.ExecuteAsync(
            "set local lock_timeout = '10s'; select from tickets.import_meta where dataset = @Name for update", new { dataset.Name });
        return await Ledger.IsCommittedAsync(fresh, dataset, file.Upload, options.RunId, CancellationToken.None);
    }
}
