namespace FleetTickets.Benchmarks.Load;

/// <summary>What a person would write for <c>psql</c> to load the same records.</summary>
internal static class PsqlScript
{
    public const string Nothing = "select 1;\n";

    /// <summary>The floor: the best statements known to somebody who has the records in a file, without anything around them.</summary>
    public static string Floor(LoadDelivery delivery) => ForEach(
        delivery,
        """
        update tickets.inc t set raw = s.raw, ingested_at = now()
        from staged_records s
        where t.ticket_id = s.ticket_id and t.raw <> s.raw;
        insert into tickets.inc (ticket_id, raw)
        select s.ticket_id, s.raw from staged_records s
        where not exists (select from tickets.inc t where t.ticket_id = s.ticket_id)
        """);

    /// <summary>The statement that comes to mind first.</summary>
    public static string Plain(LoadDelivery delivery) => ForEach(
        delivery,
        """
        insert into tickets.inc (ticket_id, raw)
        select ticket_id, raw from staged_records
        on conflict (ticket_id) do update set raw = excluded.raw
        """);

    public static string InsertFromTable(string into) => $"insert into {into} (ticket_id, raw) select ticket_id, raw from public.records order by ticket_id;\n";

    private static string ForEach(LoadDelivery delivery, string statements) => string.Concat(delivery.RecordFiles.Select(file =>
        $"""
        begin;
        create temp table staged_records (ticket_id text, raw jsonb) on commit drop;
        \copy staged_records from '{file}'
        {statements};
        commit;

        """));
}
