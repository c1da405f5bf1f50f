namespace FleetTickets.Benchmarks.ReadSide;

/// <summary>A call of the read side, and what it is measured against in the same run.</summary>
/// <param name="Reference">A selection of the same tickets by hand, as plain rows, or another call.</param>
/// <param name="Goal">Of the ratio, where it says nothing else; empty without one.</param>
internal sealed record ReadSideCase(string Name, string Call, string Reference, string Goal)
{
    private const string Columns =
        """
        type, ticket_id, longitude, latitude, normalized_status, raw_status, cluster, region, location_name, assigned_team, owner,
          is_actionable, sla_status, created_at_service, scheduled_at, closed_at, mttr, geo_source
        """;

    /// <summary>The call is also measured on the schema as it was before there were functions that return text.</summary>
    public bool ComparesBefore { get; init; }

    /// <summary>Runs before the case; null: nothing.</summary>
    public string? Preparation { get; init; }

    public static IReadOnlyList<ReadSideCase> All { get; } =
    [
        new("map, open, text", "select reporting.map_geojson()", Select("is_actionable"), "at most 4.5"),
        new("map, open, jsonb", "select reporting.fn_tickets_for_map()", Select("is_actionable"), "at most 10") { ComparesBefore = true },
        new("map, all, text", "select reporting.map_geojson(false)", Select("true"), "at most 5"),
        new("dashboard, today, text", "select reporting.inc_dashboard_geojson(p_window => 'today')", Select(OpenIncOrClosedInLast(days: 1)), "at most 5"),
        new("dashboard, today, jsonb", "select reporting.fn_inc_dashboard(p_window => 'today')", Select(OpenIncOrClosedInLast(days: 1)), "") { ComparesBefore = true },
        new("dashboard, 30 days, text", "select reporting.inc_dashboard_geojson(p_window => '30d')", Select(OpenIncOrClosedInLast(days: 30)), "at most 5"),
        new("dashboard, 30 days, jsonb", "select reporting.fn_inc_dashboard(p_window => '30d')", Select(OpenIncOrClosedInLast(days: 30)), "") { ComparesBefore = true },
        new("tile at zoom 6, all", "select reporting.tickets_mvt(6, 38, 32, '{\"open_only\": \"false\"}')", Select(In(6, 38, 32)), "at most 150 ms and 100 kB")
        {
            ComparesBefore = true,
        },
        // The place of a cluster that has open tickets.
        new("tile at zoom 14, densest place", "select reporting.tickets_mvt(14, 9894, 8214, '{\"open_only\": \"false\"}')", Select(In(14, 9894, 8214)), "at most 3")
        {
            ComparesBefore = true,
        },
        new("changed since a minute ago", "select reporting.map_geojson(false, p_changed_since => now() - interval '1 minute')",
            AsJson("ingested_at > now() - interval '1 minute'"), "at most 2, of the same features as JSON by hand")
        {
            Preparation = "update tickets.inc set raw = raw || '{\"owner\": \"Ann\"}' where ticket_id in (select 'WOT' || n from generate_series(1, 500) n)",
        },
        new("points, open, text", "select reporting.points_geojson()", Select("is_actionable"), ""),
        new("the ten nearest", "select ticket_id, metres from reporting.fn_nearest_open(37.4, -0.5)", Nearest, "") { ComparesBefore = true },
        new("version of the map", "select reporting.map_version()", "select reporting.map_geojson()", "at most 0.02"),
    ];

    private const string Nearest =
        $"""
        select {Columns}
        from reporting.tickets
        where is_actionable and geo_source <> 'none'
        order by geog <-> public.st_makepoint(37.4, -0.5)::public.geography
        limit 10
        """;

    private static string OpenIncOrClosedInLast(int days) =>
        $"""
        type = 'inc'
          and (is_actionable
            or closed_at >= tickets.eat_midnight(tickets.eat_day(now()) - {days - 1}) and closed_at < tickets.eat_midnight(tickets.eat_day(now()) + 1))
        """;

    private static string In(int z, int x, int y)
    {
        var tiles = Math.Pow(2, z);
        double Longitude(int column) => column / tiles * 360 - 180;
        double Latitude(int row) => Math.Atan(Math.Sinh(Math.PI * (1 - 2 * row / tiles))) * 180 / Math.PI;
        return FormattableString.Invariant(
            $"longitude between {Longitude(x)} and {Longitude(x + 1)} and latitude between {Latitude(y + 1)} and {Latitude(y)}");
    }

    private static string AsJson(string scope) =>
        $"""
        select json_build_object('type', 'FeatureCollection', 'features', json_agg(json_build_object(
          'type', 'Feature', 'id', ticket_id,
          'geometry', json_build_object('type', 'Point', 'coordinates', json_build_array(longitude, latitude)),
          'properties', json_build_object(
            'type', type, 'ticket_id', ticket_id, 'status', normalized_status, 'raw_status', raw_status, 'cluster', cluster, 'region', region,
            'location_name', location_name, 'team', assigned_team, 'owner', owner, 'is_open', is_actionable, 'sla_status', sla_status,
            'created_at', created_at_service, 'scheduled_at', scheduled_at, 'closed_at', closed_at, 'mttr', mttr, 'geo_source', geo_source))
          order by ticket_id collate "C", type))
        from reporting.tickets
        where geo_source <> 'none' and {scope}
        """;

    private static string Select(string scope) =>
        $"""
        select {Columns}
        from reporting.tickets
        where geo_source <> 'none' and {scope}
        order by ticket_id collate "C", type
        """;
}
