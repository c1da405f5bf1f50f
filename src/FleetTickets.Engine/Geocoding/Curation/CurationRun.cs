using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>A person's file or decisions on their way into the gazetteers: one transaction, and then the tickets follow.</summary>
/// <param name="apply">Without it everything is done and rolled back, so that what is reported is what would happen.</param>
public sealed class CurationRun(NpgsqlDataSource database, bool apply)
{
    /// <summary>Imports a CSV of curated points.</summary>
    /// <exception cref="CurationException">A row is wrong; nothing was written.</exception>
    public async Task<(ImportReport Report, long TicketsMoved)> ImportAsync(Stream csv, CancellationToken cancellation)
    {
        var file = await GazetteerFile.ReadAsync(csv, cancellation);
        Refuse(file.Problems);
        return await InTransactionAsync(
            async connection =>
            {
                var points = await CuratedPoints.KeyAsync(connection, file.Points, cancellation);
                Refuse([.. KeyedPoint.ProblemsOf(points)]);
                return await CuratedPoints.WriteAsync(connection, points, cancellation);
            },
            cancellation);
    }

    /// <summary>Carries one decision out for every key.</summary>
    /// <exception cref="CurationException">A key is unknown, or its row gives no ground for the decision; nothing was written.</exception>
    public Task<(IReadOnlyList<DecidedRow> Rows, long TicketsMoved)> DecideAsync(
        Decision decision, IReadOnlyList<GazetteerKey> keys, CancellationToken cancellation) =>
        InTransactionAsync(connection => DecideAsync(connection, decision, keys, cancellation), cancellation);

    private static async Task<IReadOnlyList<DecidedRow>> DecideAsync(
        NpgsqlConnection connection, Decision decision, IReadOnlyList<GazetteerKey> keys, CancellationToken cancellation)
    {
        var (rows, problems) = (new List<DecidedRow>(), new List<string>());
        // In one order for everybody, so that two people's decisions cannot wait for each other.
        foreach (var key in keys.Distinct().OrderBy(key => key.ToString(), StringComparer.Ordinal))
        {
            try
            {
                var row = await FindAsync(connection, decision, key, cancellation);
                rows.Add(new DecidedRow(row, decision.Decide(row)));
            }
            catch (CurationException refused)
            {
                problems.AddRange(refused.Problems);
            }
        }
        Refuse(problems);
        foreach (var row in rows.Where(row => row.IsChanged))
            await GazetteerRows.WriteAsync(connection, row, cancellation);
        return rows;
    }

    private static async Task<GazetteerRow> FindAsync(
        NpgsqlConnection connection, Decision decision, GazetteerKey key, CancellationToken cancellation) =>
        await GazetteerRows.LockAsync(connection, key, cancellation)
        ?? (decision is Decision.Move ? await GazetteerRows.NamedByTicketsAsync(connection, key, cancellation) : null)
        ?? throw new CurationException(
            [$"'{key}' is not in the gazetteers; a key is LOCATION@CLUSTER in the spelling of the review page, or @CLUSTER for a cluster"]);

    private async Task<(T Result, long TicketsMoved)> InTransactionAsync<T>(Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellation)
    {
        T result;
        await using (var transaction = await DatabaseTransaction.BeginAsync(database, cancellation))
        {
            result = await work(transaction.Connection);
            if (!apply)
                return (result, 0);
            await transaction.CommitAsync();
        }
        return (result, await new TicketMover(database).MoveAsync(cancellation));
    }

    private static void Refuse(IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
            throw new CurationException(problems);
    }
}
