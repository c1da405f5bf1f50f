using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Loading;
using Serilog;

namespace FleetTickets.Engine.Runs;

/// <summary>
/// Moves files out of the way once the database has them, a few at a time beside the loading. A move that fails is not an error: the
/// ledger knows that the file is done, and the next run moves it.
/// </summary>
internal sealed class Archive(DatasetRun run, IChangeBucket bucket) : IAsyncDisposable
{
    private const int AtOnce = 8;

    private readonly List<Task> _moves = [];

    /// <summary>Begins the move, after waiting for an earlier one when too many are under way.</summary>
    public async Task BeginMoveAsync(ChangeFile file, string folder, CancellationToken cancellation)
    {
        if (_moves.Count >= AtOnce)
        {
            var finished = await Task.WhenAny(_moves);
            _moves.Remove(finished);
            await finished;
        }
        _moves.Add(MoveAsync(file.Upload, folder, cancellation));
    }

    /// <summary>Waits for the moves under way; they end by themselves when the run is stopped.</summary>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_moves);

    private async Task MoveAsync(BucketObject upload, string folder, CancellationToken cancellation)
    {
        try
        {
            var archivedAs = await bucket.MoveAsync(upload, folder, cancellation);
            await Fault.AtAsync(FaultPoint.AfterDelete, cancellation);
            await using var connection = await run.Database.OpenConnectionAsync(cancellation);
            await Fault.AtAsync(FaultPoint.BeforeArchivedMark, cancellation);
            await Ledger.MarkArchivedAsync(connection, run.Dataset, upload, archivedAs, cancellation);
        }
        catch (ObjectGoneException gone)
        {
            Log.Warning("Not archived: {Reason}; the next run takes what is there now", gone.Message);
        }
        catch (BucketException failed)
        {
            Log.Warning("{Key} stays in {Folder} for now, the next run moves it: {Reason}", upload.Key, run.Dataset.ChangesFolder, failed.Message);
        }
    }
}
