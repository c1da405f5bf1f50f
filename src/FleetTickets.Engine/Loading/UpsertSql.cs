using FleetTickets.Engine.Datasets;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// The statements that bring staged records into a dataset's table. Two statements instead of one INSERT … ON CONFLICT: a conflicting
/// row would compute its generated columns and run its trigger twice, and an unchanged one would be found out only after that.
/// </summary>
public static class UpsertSql
{
    /// <summary>Rewrites the rows whose <c>raw</c> differs, and no others.</summary>
    public static string UpdateChanged(TicketDataset dataset) =>
        $"""
        update {dataset.Table} t
        set raw = s.raw,
            ingested_at = now()
        from staged_records s
        where t.ticket_id = s.ticket_id
          and t.raw <> s.raw
        """;

    /// <summary>Adds the tickets that are not there yet.</summary>
    public static string InsertNew(TicketDataset dataset) =>
        $"""
        insert into {dataset.Table} (ticket_id, raw, ingested_at)
        select s.ticket_id, s.raw, now()
        from staged_records s
        where s.ticket_id is not null
          and not exists (select from {dataset.Table} t where t.ticket_id = s.ticket_id)
        """;
}
