using Dapper;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>A migrated database with tickets that have no coordinates, a geocoder that a test scripts, and the passes between them.</summary>
internal sealed class GeocodingBench : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlDataSource _runsOn;
    private int _tickets;

    private GeocodingBench(TestDatabase database, string? role)
    {
        _database = database;
        _runsOn = role is null ? database.DataSource : TestFeed.ConnectAs(role, database.ConnectionString);
    }

    public NpgsqlDataSource Database => _database.DataSource;

    public ScriptedGeocoder Geocoder { get; } = new();

    public ImpatientClock Clock { get; } = new(new DateTimeOffset(2026, 6, 15, 9, 0, 0, TimeSpan.Zero));

    public int DailyBudget { get; set; } = 100;

    /// <param name="role">Whose rights the passes have; those of the owner without.</param>
    public static async Task<GeocodingBench> StartAsync(PostgresFixture postgres, string? role = null) =>
        new(await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: TestContext.Current.CancellationToken), role);

    /// <summary>Adds tickets of every type in turn.</summary>
    public async Task TicketsAsync(string cluster, string locationName, int count = 1, bool isOpen = true)
    {
        for (var i = 0; i < count; i++)
        {
            var dataset = TicketDatasets.All[_tickets % TicketDatasets.All.Count];
            await ExecuteAsync(
                $"""
                insert into {dataset.Table} (ticket_id, raw)
                values (@id, jsonb_build_object('ticket_id', @id, 'cluster', @cluster, 'location_name', @locationName, 'is_actionable', @isOpen::text))
                """,
                new { id = $"T{_tickets++}", cluster, locationName, isOpen });
        }
    }

    public async Task<GeocodeReport> RunAsync(PlaceKind kind, bool dryRun = false, bool retryFailed = false, int? limit = null)
    {
        var budget = new CallBudget(_runsOn, Geocoder.Name, DailyBudget, Clock);
        var client = new GeocoderClient(Geocoder, budget, new Pace(1, Clock), limit, Clock);
        var pass = new GeocodePass(
            new GazetteerStore(_runsOn), client, new TicketMover(_runsOn), new GeocodeOptions(kind, dryRun, retryFailed), new NoProgress(), Clock);
        return await pass.RunAsync(TestContext.Current.CancellationToken);
    }

    public Task<GeocodeReport> ClustersAsync() => RunAsync(PlaceKind.Clusters);

    public Task<GeocodeReport> LocationsAsync() => RunAsync(PlaceKind.Locations);

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task<IReadOnlyList<T>> ListAsync<T>(string sql)
    {
        await using var connection = await Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    public async Task<T> ValueAsync<T>(string sql) => Assert.Single(await ListAsync<T>(sql));

    /// <summary>The status of a location in <c>Kilimani</c>, or of the cluster itself.</summary>
    public Task<string> StatusAsync(string? locationKey = null) => ValueAsync<string>(locationKey is null
        ? "select status from tickets.geo_clusters where cluster = 'Kilimani'"
        : $"select status from tickets.geo_locations where cluster = 'Kilimani' and location_key = '{locationKey}'");

    /// <summary>Where tickets stand, with how many do.</summary>
    public Task<IReadOnlyList<string>> SourcesAsync() =>
        ListAsync<string>("select geo_source || ' ' || count(*) from reporting.tickets group by geo_source order by 1");

    public async ValueTask DisposeAsync()
    {
        await _runsOn.DisposeAsync();
        await _database.DisposeAsync();
    }

    private sealed class NoProgress : IGeocodeProgress
    {
        public void Planned(int names)
        {
        }

        public void Answered(GeocodeReport report)
        {
        }
    }
}
