using System.Text;
using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>A database of one test with gazetteers and tickets, and a person who curates them.</summary>
internal sealed class Gazetteers : IAsyncDisposable
{
    private readonly TestDatabase _database;

    private Gazetteers(TestDatabase database, string? role)
    {
        _database = database;
        // No pool: it would hand out sessions that were reset to the rights of their login.
        RunsOn = role is null
            ? database.DataSource
            : NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Options = $"-c role={role}", Pooling = false });
    }

    /// <summary>The database with the rights of the role that the person has.</summary>
    public NpgsqlDataSource RunsOn { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Gazetteers> StartAsync(PostgresFixture postgres, string? role = null) =>
        new(await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: Cancellation), role);

    public async Task<(ImportReport Report, long Moved)> ImportAsync(string csv, bool apply = true)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(csv));
        return await new CurationRun(RunsOn, apply).ImportAsync(content, Cancellation);
    }

    /// <summary>Decides about keys, in the text form that people type.</summary>
    public Task<(IReadOnlyList<DecidedRow> Rows, long Moved)> DecideAsync(Decision decision, string[] keys, bool apply = true) =>
        new CurationRun(RunsOn, apply).DecideAsync(decision, [.. keys.Select(GazetteerKey.Parse)], Cancellation);

    /// <summary>An open ticket of each type.</summary>
    public async Task AddTicketsAsync(string id, string cluster, string location)
    {
        foreach (var dataset in TicketDatasets.All)
        {
            await ExecuteAsync(
                $"""
                insert into {dataset.Table} (ticket_id, raw)
                values (@id, jsonb_build_object('cluster', @cluster, 'location_name', @location, 'is_actionable', 'true'))
                """,
                new { id, cluster, location });
        }
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task<List<T>> QueryAsync<T>(string sql)
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Cancellation);
        return [.. await connection.QueryAsync<T>(sql)];
    }

    /// <summary>Every row of both gazetteers, a line each.</summary>
    public Task<List<string>> RowsAsync() => QueryAsync<string>(
        """
        select concat_ws(' ', location_key || '@' || cluster, coalesce(latitude::text, '-'), coalesce(longitude::text, '-'), status, provider,
                 case when verified then 'by ' || case decided_by when current_user then 'us' else decided_by end end)
        from (
          select '' as location_key, cluster, latitude, longitude, status, provider, verified, decided_by from tickets.geo_clusters
          union all
          select location_key, cluster, latitude, longitude, status, provider, verified, decided_by from tickets.geo_locations
        ) name
        order by cluster collate "C", location_key collate "C"
        """);

    /// <summary>What places each ticket, and where, the same for either type.</summary>
    public async Task<List<string>> PlacesAsync()
    {
        var places = new List<List<string>>();
        foreach (var dataset in TicketDatasets.All)
            places.Add(await QueryAsync<string>($"select concat_ws(' ', ticket_id, geo_source, latitude, longitude) from {dataset.Table} order by ticket_id"));
        Assert.All(places, of => Assert.Equal(places[0], of));
        return places[0];
    }

    public async ValueTask DisposeAsync()
    {
        await RunsOn.DisposeAsync();
        await _database.DisposeAsync();
    }
}
