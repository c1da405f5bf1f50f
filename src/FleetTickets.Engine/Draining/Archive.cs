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
/// Moves files out of the way once the database has them, a few at a time beside the loading. A move that fails is not an error: the
/// ledger knows that the file is done, and the next run moves it. What was moved is marked in the ledger between two loads, on the connection
/// that they use: a run needs no further one for it.
/// </summary>
internal sealed class Archive(RunContext context, IChangeBucket bucket) : IAsyncDisposable
{
    private const int AtOnce = 8;

    private readonly List<Task<ArchivedUpload?>> _moves = [];
    private CancellationToken _cancellation;

    /// <summary>Begins the move, after waiting for an earlier one when too many are under way.</summary>
    public async Task BeginMoveAsync(ChangeFile file, string folder, CancellationToken cancellation)
    {
        if (_moves.Count >= AtOnce)
            await await Task.WhenAny(_moves);
        await MarkAsync(cancellation);
        _cancellation = cancellation;
        _moves.Add(MoveAsync(file, folder, cancellation));
    }

    /// <summary>Waits for the moves under way; they end by themselves when the run is stopped.</summary>
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

    /// <summary>Marks what has been moved since the last time. A mark that fails is as little an error as a move: the file is not listed any more, and the next run closes its row.</summary>
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
            Log.Warning("Not archived: {Reason}; the next run takes what is there now", gone.Message);
            return null;
        }
        catch (BucketException failed)
        {
            Log.Warning("{Key} stays in {Folder} for now, the next run moves it: {Reason}", file.Upload.Key, context.Dataset.ChangesFolder, failed.Message);
            return null;
        }
    }
}
