using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// The statements that bring staged records into a dataset's table. Two statements instead of one INSERT … ON CONFLICT: a conflicting
/// row would compute its generated columns and run its trigger twice, and an unchanged one would be noticed only after that.
/// </summary>
internal static class UpsertSql
{
    /// <summary>
    /// The places, from 1, of the records <c>@ids</c>, <c>@hashes</c> that their tickets hold already, or NULL. Each is looked up by the
    /// primary key, however many there are: a join of a large file's chunk would read the whole table.
    /// </summary>
    public static string FindUnchanged(TicketDataset dataset) =>
        $"""
        select array_agg(named.place::integer)
        from unnest(@ids, @hashes) with ordinality named (ticket_id, content_hash, place)
        cross join lateral (
          select from {dataset.Table} t
          where t.ticket_id = named.ticket_id and t.content_hash = named.content_hash
          offset 0) unchanged
        """;

    /// <summary>Rewrites the rows whose <c>raw</c> differs, and no others. Returns the count for each file.</summary>
    public static string UpdateChanged(TicketDataset dataset) =>
        $"""
        with updated as (
          update {dataset.Table} t
          set raw = s.raw,
              content_hash = s.content_hash,
              ingested_at = now()
          from staged_records s
          where t.ticket_id = s.ticket_id
            and s.raw is not null
            and t.raw <> s.raw
          returning s.file)
        select file, count(*) as rows from updated group by file
        """;

    /// <summary>The number of new tickets in each file.</summary>
    public static string CountNew(TicketDataset dataset) =>
        $"""
        select s.file, count(*) as rows
        {NewOnes(dataset)}
        group by s.file
        """;

    /// <summary>Adds the new tickets.</summary>
    public static string InsertNew(TicketDataset dataset) =>
        $"""
        insert into {dataset.Table} (ticket_id, raw, content_hash, ingested_at)
        select s.ticket_id, s.raw, s.content_hash, now()
        {NewOnes(dataset)}
        """;

    private static string NewOnes(TicketDataset dataset) =>
        $"""
        from staged_records s
        where s.raw is not null
          and not exists (select from {dataset.Table} t where t.ticket_id = s.ticket_id)
        """;
}
