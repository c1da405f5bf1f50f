using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests;

/// <summary>A workbench whose programs ask a geocoder on loopback, as fast as they like.</summary>
internal static class GeocodingBench
{
    public static async Task<Workbench> CreateAsync(SharedPostgres postgres, SharedS3 s3, GeocoderServer geocoder, string provider = "locationiq")
    {
        var bench = await Workbench.CreateAsync(postgres, s3, BucketKind.Directory);
        bench.Environment["GEOCODER_PROVIDER"] = provider;
        bench.Environment["GEOCODER_BASE_URL"] = geocoder.BaseUrlOf(provider).ToString();
        bench.Environment["GEOCODER_API_KEY"] = geocoder.Key;
        bench.Environment["GEOCODER_RATE_PER_SECOND"] = "1000";
        return bench;
    }

    /// <summary>Adds open tickets without coordinates.</summary>
    public static async Task AddTicketsAsync(Workbench bench, params (string Cluster, string Location)[] tickets)
    {
        await using var insert = bench.Database.CreateCommand(
            """
            insert into tickets.inc (ticket_id, raw)
            select 'T' || n, jsonb_build_object('ticket_id', 'T' || n, 'cluster', cluster, 'location_name', location, 'is_actionable', 'true')
            from unnest($1, $2) with ordinality as ticket (cluster, location, n)
            """);
        insert.Parameters.Add(new() { Value = tickets.Select(ticket => ticket.Cluster).ToArray() });
        insert.Parameters.Add(new() { Value = tickets.Select(ticket => ticket.Location).ToArray() });
        await insert.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
