using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Transactions;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>Brings the tickets of every type to where the gazetteers now say they are.</summary>
public sealed class TicketMover(NpgsqlDataSource database)
{
    /// <summary>
    /// Moves the tickets whose gazetteer rows changed since their dataset's last run. A dataset that is held by a run is left to that run,
    /// or to the next one: each resolves at its end.
    /// </summary>
    /// <returns>How many tickets moved.</returns>
    public async Task<long> MoveAsync(CancellationToken cancellation)
    {
        var moved = 0L;
        foreach (var dataset in TicketDatasets.All)
            moved += await MoveAsync(dataset, cancellation);
        return moved;
    }

    private async Task<long> MoveAsync(TicketDataset dataset, CancellationToken cancellation)
    {
        try
        {
            await using var runLock = await RunLock.TakeAsync(database, dataset, cancellation);
            return (await database.InTransactionAsync(connection => TicketGeoms.ResolveAsync(connection, dataset, cancellation), cancellation)).Changed;
        }
        catch (DatasetBusyException busy)
        {
            Log.Information("{Reason}. That run or the next one moves its tickets", busy.Message);
            return 0;
        }
    }
}
