using System.Collections.Concurrent;
using Dapper;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>A database as another program of the same job has left it, in one of several shapes.</summary>
internal sealed class OtherDatabase : IAsyncDisposable
{
    private static readonly Dictionary<string, string[]> _shapes = new()
    {
        ["after 10"] = ["at-10", "rows"],
        ["after 10, other names"] = ["at-10", "rows", "other-names"],
        ["after 10, raw keys"] = ["at-10", "rows", "raw-keys", "named-key"],
        ["after 10, granted reading"] = ["at-10", "rows", "granted-reading"],
        ["after 15"] = ["at-10", "then-15", "rows"],
        ["after 15, other key"] = ["at-10", "then-15", "rows", "named-key", "other-key"],
        ["after 17"] = ["at-10", "then-15", "then-17", "rows"],
        ["after 17, other reading"] = ["at-10", "then-15", "then-17", "rows", "other-reading"],
        ["after 18"] = ["at-10", "then-15", "then-17", "rows", "then-18", "named-18"],
        ["after 18 of another name"] = ["at-10", "then-15", "then-17", "rows", "then-18", "other-reading"],
    };

    private const string Remember =
        """
        create schema before;
        create table before.tickets as select ticket_id, raw, ingested_at, geo_source, geom from tickets.inc;
        create table before.rows as
        select 'schema_migrations' as relation, to_jsonb(t) as row from tickets.schema_migrations t
        union all select 'import_meta', to_jsonb(t) from tickets.import_meta t
        union all select 'geo_clusters', to_jsonb(t) from tickets.geo_clusters t
        union all select 'geo_locations', to_jsonb(t) from tickets.geo_locations t
        union all select 'closure_events', to_jsonb(t) from tickets.closure_events t
        union all select 'inc_daily_snapshot', to_jsonb(t) from tickets.inc_daily_snapshot t;
        analyze;
        """;

    private static readonly ConcurrentDictionary<(PostgresServer, string, bool), Lazy<Task<string>>> _templates = new();

    private OtherDatabase(TestDatabase database) => Database = database;

    public static TheoryData<string> Shapes => [.. _shapes.Keys];

    public TestDatabase Database { get; }

    public Migrator Migrator => new(Database.DataSource, Migration.All);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<OtherDatabase> CreateAsync(PostgresFixture postgres, string shape) => CopyAsync(postgres, shape, takenOver: false);

    /// <summary>What the other program knew, taken over; the schema <c>before</c> holds its rows as they were.</summary>
    public static Task<OtherDatabase> TakenOverAsync(PostgresFixture postgres, string shape) => CopyAsync(postgres, shape, takenOver: true);

    private static async Task<OtherDatabase> CopyAsync(PostgresFixture postgres, string shape, bool takenOver)
    {
        var template = await _templates.GetOrAdd(
            (postgres.Server, shape, takenOver),
            _ => new Lazy<Task<string>>(() => postgres.Server.CreateTemplateAsync((connection, _) => PrepareAsync(connection, shape, takenOver)))).Value;
        return new OtherDatabase(await postgres.Server.CreateDatabaseAsync(template, cancellation: Cancellation));
    }

    private static async Task PrepareAsync(string connectionString, string shape, bool takenOver)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using (var connection = await source.OpenConnectionAsync())
        {
            foreach (var file in _shapes[shape])
                await connection.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "takeover", file + ".sql")));
            await connection.ExecuteAsync(Remember);
        }
        if (takenOver)
            await new Migrator(source, Migration.All).ApplyAsync(CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql, object? parameters = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync(sql, parameters);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object? parameters = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        return [.. await connection.QueryAsync<T>(sql, parameters)];
    }

    public async Task<T> ScalarAsync<T>(string sql, string? role = null)
    {
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        if (role is not null)
            await connection.ExecuteAsync($"set role {role}");
        return (await connection.ExecuteScalarAsync<T>(sql))!;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
