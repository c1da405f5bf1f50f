using System.Data;
using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Verifying;

/// <summary>
/// What the tickets should be, in a temporary table: files are folded into it newest first, and the first to name a ticket has the last
/// word. One transaction that is never committed sees tickets and ledger as of one moment, whatever runs beside it.
/// </summary>
public sealed class ShadowTable : IAsyncDisposable
{
    // Without raw: a file is known to have named the ticket, and what it said is not.
    private const string CreateSql =
        "create temp table shadow_tickets (ticket_id text primary key, raw jsonb, file integer not null) on commit drop";

    private const string BeginFileSql = "truncate staged_records, staged_rejects; savepoint shadow_file";

    private const string FoldSql =
        """
        insert into shadow_tickets (ticket_id, raw, file)
        select distinct on (ticket_id) ticket_id, raw, @file
        from staged_records
        order by ticket_id, line desc
        on conflict (ticket_id) do nothing
        """;

    private const string EndFileSql = "release savepoint shadow_file";

    private const string ForgetFileSql = "rollback to savepoint shadow_file; release savepoint shadow_file";

    private const string NamedSql =
        """
        insert into shadow_tickets (ticket_id, file)
        select distinct unnest(coalesce(ticket_ids, earlier_ticket_ids)), @file
        from tickets.import_files
        where dataset = @Name and key = @Key and etag = @ETag
        on conflict (ticket_id) do nothing
        """;

    /// <summary>Of the one file that is staged at a time.</summary>
    private const int Place = 1;

    private readonly TicketDataset _dataset;
    private readonly DatabaseTransaction _transaction;
    private readonly ILoadProgress _progress;
    private Staging? _staging;

    private ShadowTable(TicketDataset dataset, DatabaseTransaction transaction, ILoadProgress progress) =>
        (_dataset, _transaction, _progress) = (dataset, transaction, progress);

    /// <summary>Inside the transaction.</summary>
    public NpgsqlConnection Connection => _transaction.Connection;

    public static async Task<ShadowTable> CreateAsync(
        NpgsqlDataSource database, TicketDataset dataset, ILoadProgress progress, CancellationToken cancellation)
    {
        var transaction = await DatabaseTransaction.BeginAsync(database, cancellation, IsolationLevel.RepeatableRead);
        try
        {
            await transaction.Connection.ExecuteAsync(CreateSql, new { cancellation });
            await StagingTable.CreateAsync(transaction.Connection, cancellation);
            return new ShadowTable(dataset, transaction, progress);
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Folds a file that is older than all before it, cleaned as a load cleans it. Returns why it cannot be read, and adds nothing then.</summary>
    /// <param name="number">The caller's number for it, by which a difference names it.</param>
    public async Task<UnreadableFileException?> FoldAsync(
        int number, ChangeFile file, ChangeReader.OpenAt open, CancellationToken cancellation)
    {
        // The table is emptied outside the savepoint, where it was made: elsewhere it would get a new file on the server's disk each time.
        await Connection.ExecuteAsync(BeginFileSql, new { cancellation });
        try
        {
            _staging ??= new Staging(Connection, _dataset, _progress, cancellation) { SendsUnchanged = true };
            var staged = await _staging.FillAsync(Place, file, open);
            await _staging.CompleteAsync();
            if (staged.Unreadable is null)
                await Connection.ExecuteAsync(FoldSql, new { file = number, cancellation });
            await Connection.ExecuteAsync(EndFileSql, new { cancellation });
            return staged.Unreadable;
        }
        catch (Exception failure) when (failure is not NpgsqlException and not OperationCanceledException)
        {
            // An object may go away in mid-download. What was folded before stays; what was read of it must not get to the next file.
            await EndStagingAsync();
            await Connection.ExecuteAsync(ForgetFileSql, new { cancellation });
            throw;
        }
    }

    /// <summary>In place of a file whose content cannot be had: the tickets that it named, by the ledger.</summary>
    public Task NameAsync(int number, string key, string etag, CancellationToken cancellation) =>
        Connection.ExecuteAsync(NamedSql, new { file = number, _dataset.Name, Key = key, ETag = etag, cancellation });

    public async ValueTask DisposeAsync()
    {
        await EndStagingAsync();
        await _transaction.DisposeAsync();
    }

    private async Task EndStagingAsync()
    {
        if (_staging is not null)
            await _staging.DisposeAsync();
        _staging = null;
    }
}
