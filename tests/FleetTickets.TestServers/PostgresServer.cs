using System.Security.Cryptography;
using Npgsql;

namespace FleetTickets.TestServers;

/// <summary>
/// A real PostgreSQL with PostGIS for tests: the one that FLEETTICKETS_TEST_DATABASE_URL names, else a container,
/// else a private cluster from the machine's own binaries. Without any of them it fails and lists every reason.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string UrlVariable = "FLEETTICKETS_TEST_DATABASE_URL";
    private const int OldestSupportedVersion = 15;

    private readonly IPostgresSource _source;
    private readonly NpgsqlDataSource _maintenance;
    private readonly List<string> _templates = [];

    private PostgresServer(IPostgresSource source)
    {
        _source = source;
        _maintenance = NpgsqlDataSource.Create(source.ConnectionString);
    }

    /// <summary>Where the server came from, for a test log.</summary>
    public string Description => _source.Description;

    public static Task<PostgresServer> StartAsync(CancellationToken cancellation = default)
    {
        // A server that was named on purpose must not be replaced by another one in silence.
        if (Environment.GetEnvironmentVariable(UrlVariable) is { Length: > 0 } url)
            return AcceptAsync(() => Task.FromResult<IPostgresSource>(GivenPostgres.Parse(url, UrlVariable)), cancellation);

        return FirstUsable.StartAsync(
            "PostgreSQL with PostGIS",
            UrlVariable,
            () => AcceptAsync(async () => await PostgresContainer.StartAsync(cancellation), cancellation),
            () => AcceptAsync(async () => await PrivatePostgres.StartAsync(cancellation), cancellation));
    }

    /// <summary>The same for a cluster that a test has to itself; disposing ends it.</summary>
    public static PostgresServer Of(PrivatePostgres cluster) => new(cluster);

    /// <summary>Makes a database that <paramref name="prepare"/> fills once, and that <see cref="CreateDatabaseAsync"/> copies.</summary>
    /// <returns>The template's name.</returns>
    public async Task<string> CreateTemplateAsync(Func<string, CancellationToken, Task> prepare, CancellationToken cancellation = default)
    {
        var name = NewName();
        await ExecuteAsync($"create database {name} template template0", cancellation);
        _templates.Add(name);

        // One session left open in a template stalls every copy of it: no pool, and no connections from here on.
        await prepare(ConnectionStringTo(name, pooling: false), cancellation);
        await ExecuteAsync($"alter database {name} allow_connections false", cancellation);
        return name;
    }

    /// <summary>Makes an empty database, or a copy of <paramref name="template"/>; <paramref name="options"/> are further clauses of CREATE DATABASE.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync(
        string template = "template0", string options = "", CancellationToken cancellation = default)
    {
        var name = NewName();
        await ExecuteAsync($"create database {name} template {template} {options}", cancellation);
        return new TestDatabase(ConnectionStringTo(name, pooling: true), () => DropAsync(name));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var template in _templates)
            await DropAsync(template);
        await _maintenance.DisposeAsync();
        await _source.DisposeAsync();
    }

    private static async Task<PostgresServer> AcceptAsync(Func<Task<IPostgresSource>> start, CancellationToken cancellation)
    {
        var server = new PostgresServer(await start());
        try
        {
            await server.RequirePostgisAsync(cancellation);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private async Task RequirePostgisAsync(CancellationToken cancellation)
    {
        await using var connection = await _maintenance.OpenConnectionAsync(cancellation);
        if (connection.PostgreSqlVersion.Major < OldestSupportedVersion)
            throw new InvalidOperationException($"{Description}: PostgreSQL {connection.PostgreSqlVersion}, expected {OldestSupportedVersion} or newer");

        await using var postgis = new NpgsqlCommand("select exists (select from pg_available_extensions where name = 'postgis')", connection);
        if (await postgis.ExecuteScalarAsync(cancellation) is not true)
            throw new InvalidOperationException(
                $"{Description}: PostgreSQL {connection.PostgreSqlVersion} has no PostGIS; install the package postgresql-{connection.PostgreSqlVersion.Major}-postgis-3");
    }

    private string ConnectionStringTo(string database, bool pooling) =>
        new NpgsqlConnectionStringBuilder(_source.ConnectionString) { Database = database, Pooling = pooling, IncludeErrorDetail = true }.ConnectionString;

    private Task DropAsync(string name) => ExecuteAsync($"drop database if exists {name} with (force)", CancellationToken.None);

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _maintenance.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string NewName() => $"fleettickets_test_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
}
