using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.Engine.Transactions;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Draining;

/// <summary>
/// Moves files to processed/ or failed/ once the database has them, a few at a time while others load. A move that fails is not an error: the
/// ledger knows that the file is done, and the next run moves it. Moved files are marked in the ledger between two loads, on the connection
/// that the loads use.
/// </summary>
internal sealed class Archive(RunContext context, IChangeBucket bucket) : IAsyncDisposable
{
    private const int AtOnce = 8;

    private readonly List<Task<ArchivedUpload?>> _moves = [];
    private CancellationToken _cancellation;

    /// <summary>Begins the move. Waits for an earlier one when too many are in progress.</summary>
    public async Task BeginMoveAsync(ChangeFile file, string folder, CancellationToken cancellation)
    {
        if (_moves.Count >= AtOnce)
            await await Task.WhenAny(_moves);
        await MarkAsync(cancellation);
        _cancellation = cancellation;
        _moves.Add(MoveAsync(file, folder, cancellation));
    }

    /// <summary>Waits for the moves in progress; they end by themselves when the run is stopped.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await Task.WhenAll(_moves);
        }
        finally
        {
            await MarkAsync(_cancellation);
        }
    }

    /// <summary>Marks the files moved since the last call. Like a failed move, a failed mark is not an error: the file is no longer listed, and the next run closes its row.</summary>
    private async Task MarkAsync(CancellationToken cancellation)
    {
        var finished = _moves.FindAll(move => move.IsCompletedSuccessfully);
        _moves.RemoveAll(finished.Contains);
        ArchivedUpload[] moved = [.. (await Task.WhenAll(finished)).OfType<ArchivedUpload>()];
        if (moved.Length == 0)
            return;
        try
        {
            foreach (var _ in moved)
                await Fault.AtAsync(FaultPoint.BeforeArchivedMark, cancellation);
            await context.Database.InTransactionAsync(connection => FileLedger.MarkArchivedAsync(connection, context.Dataset, moved), CancellationToken.None);
        }
        catch (NpgsqlException failed)
        {
            Log.Warning("{Count} archived files are not marked in the ledger, the next run does that: {Reason}", moved.Length, FailureText.Of(failed));
        }
    }

    private async Task<ArchivedUpload?> MoveAsync(ChangeFile file, string folder, CancellationToken cancellation)
    {
        try
        {
            var archivedAs = await bucket.MoveAsync(file.Upload, folder, cancellation);
            await Fault.AtAsync(FaultPoint.AfterDelete, cancellation);
            return new ArchivedUpload(file, archivedAs);
        }
        catch (ObjectGoneException gone)
        {
            Log.Warning("Not archived: {Reason}; the next run loads the new upload", gone.Message);
            return null;
        }
        catch (BucketException failed)
        {
            Log.Warning("{Key} stays in {Folder} for now, the next run moves it: {Reason}", file.Upload.Key, context.Dataset.ChangesFolder, failed.Message);
            return null;
        }
    }
}
