namespace FleetTickets.Benchmarks.ReadSide;

/// <summary>A call that returns JSON, and a query that returns the same tickets as plain rows.</summary>
internal sealed record ReadSideCase(string Call, string Rows)
{
    public static IReadOnlyList<ReadSideCase> All { get; } =
    [
        new("select reporting.fn_tickets_for_map()", Select("is_actionable")),
        new("select reporting.fn_inc_dashboard(p_window => 'today')", Select(OpenIncOrClosedInLast(days: 1))),
        new("select reporting.fn_inc_dashboard(p_window => '30d')", Select(OpenIncOrClosedInLast(days: 30))),
    ];

    private static string OpenIncOrClosedInLast(int days) =>
        $"""
        type = 'inc'
          and (is_actionable
            or closed_at >= tickets.eat_midnight(tickets.eat_day(now()) - {days - 1}) and closed_at < tickets.eat_midnight(tickets.eat_day(now()) + 1))
        """;

    private static string Select(string scope) =>
        $"""
        select type, ticket_id, longitude, latitude, normalized_status, raw_status, cluster, region, location_name, assigned_team, owner,
          is_actionable, sla_status, created_at_service, scheduled_at, closed_at, mttr, geo_source
        from reporting.tickets
        where geo_source <> 'none' and {scope}
        order by ticket_id collate "C", type
        """;
}
