using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using Npgsql;

namespace FleetTickets.Engine.Loading.Refolding;

/// <summary>
/// Takes an applied file out of the tickets: those on which it has the last word are folded again from the files before it. These are read
/// newest first, as a load of many files reads them, until each ticket has been met.
/// </summary>
internal sealed class Refold(TicketDataset dataset, NpgsqlConnection connection, ILoadProgress progress, CancellationToken cancellation)
{
    private const string LastWordSql =
        """
        select unnest(ticket_ids)
        from tickets.import_files
        where dataset = @Name and key = @Key and etag = @ETag
        except
        select unnest(ticket_ids)
        from tickets.import_files
        where dataset = @Name and epoch = @Epoch and status in ('applied', 'local') and (file_time, coalesce(run_id, 0)) > (@Time, @RunId)
        """;

    private const string NamesSql =
        """
        select id
        from tickets.import_files, unnest(ticket_ids) id
        where dataset = @Name and key = @Key and etag = @ETag and id = any(@ids)
        """;

    private const string CountSql = "select count(*) from staged_records";

    // What was known of the older file stood with the newer one that superseded it; a late file has to find it again.
    private const string RememberSql =
        """
        update tickets.import_files f
        set ticket_ids = f.ticket_ids || array(select unnest(won.ids) except select unnest(f.ticket_ids))
        from (
          select source.key, source.etag, array_agg(s.ticket_id) as ids
          from staged_records s
          join unnest(@keys, @etags) with ordinality source (key, etag, file) on source.file = s.file
          group by 1, 2
        ) won
        where f.dataset = @Name and f.key = won.key and f.etag = won.etag
        """;

    /// <param name="before">The files that the taken one wins over, the newest first.</param>
    /// <exception cref="UnfoldableException">One of them cannot be read.</exception>
    public async Task<TakenOut> RunAsync(LedgerFile taken, IReadOnlyList<FoldSource> before)
    {
        string[] ids = [.. await connection.QueryAsync<string>(
            LastWordSql,
            new { dataset.Name, taken.Key, taken.ETag, taken.Epoch, Time = taken.Time.ToUniversalTime(), taken.RunId, cancellation })];
        if (ids.Length == 0)
            return new TakenOut(0, 0);

        await StagingTable.CreateAsync(connection, cancellation);
        await using var staging = new Staging(connection, dataset, progress, cancellation) { Only = TicketIdSet.Of(ids) };
        for (var i = 0; i < before.Count && !staging.AllAreNamed; i++)
            await StageAsync(staging, before.Count - i, before[i], ids);
        await staging.CompleteAsync();
        await StagingTable.DropRepeatsAsync(connection, cancellation);
        await RowsByFile.QueryAsync(connection, UpsertSql.UpdateChanged(dataset), [], cancellation);
        await RememberAsync(before);
        var refolded = await connection.ExecuteScalarAsync<long>(CountSql, new { cancellation });
        return new TakenOut(refolded, ids.Length - refolded);
    }

    private async Task StageAsync(Staging staging, int place, FoldSource source, string[] ids)
    {
        if (source.Content is { } content)
        {
            if ((await staging.FillAsync(place, content, source.Open)).Unreadable is { } unreadable)
                throw new UnfoldableException($"{content.Key} cannot be read: line {unreadable.Line}: {unreadable.Message}");
        }
        else if (source.Row is { } row)
        {
            // What it said of them is not known: an older file must not pass for the newest one.
            staging.Name(await connection.QueryAsync<string>(NamesSql, new { dataset.Name, row.Key, row.ETag, ids = (object)ids, cancellation }));
        }
    }

    private async Task RememberAsync(IReadOnlyList<FoldSource> before)
    {
        var byPlace = before.Reverse().ToList();
        await connection.ExecuteAsync(RememberSql, new
        {
            dataset.Name, cancellation,
            keys = (object)byPlace.Select(source => source.Row?.Key).ToArray(),
            etags = (object)byPlace.Select(source => source.Row?.ETag).ToArray(),
        });
    }
}
