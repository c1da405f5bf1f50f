using System.Globalization;
using Dapper;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.Benchmarks.Load;

/// <summary>A private cluster with one migrated database, and what it has used.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    private const double TicksPerSecond = 100;

    private readonly PrivatePostgres _cluster;
    private readonly PostgresServer _server;
    private readonly int _process;
    private readonly HashSet<string> _idle;

    private LoadServer(PrivatePostgres cluster, PostgresServer server, TestDatabase database, NpgsqlConnection connection)
    {
        (_cluster, _server, Database, Connection) = (cluster, server, database, connection);
        _process = int.Parse(File.ReadLines(Path.Combine(cluster.DataDirectory, "postmaster.pid")).First(), CultureInfo.InvariantCulture);
        _idle = [.. Children()];
    }

    public TestDatabase Database { get; }

    public NpgsqlConnection Connection { get; }

    public string Psql => Path.Combine(_cluster.Binaries, "psql");

    public static async Task<LoadServer> StartAsync(CancellationToken cancellation)
    {
        var cluster = await PrivatePostgres.StartAsync(cancellation);
        var server = PostgresServer.Of(cluster);
        var database = await server.CreateDatabaseAsync(cancellation: cancellation);
        await new Migrator(database.DataSource, Migration.All).ApplyAsync(cancellation);

        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false, CommandTimeout = 0 };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        // Vacuum happens between the loads here, not in the middle of one.
        await connection.ExecuteAsync("alter system set autovacuum = off");
        await connection.ExecuteAsync("select pg_reload_conf()");
        return new LoadServer(cluster, server, database, connection);
    }

    public IReadOnlyDictionary<string, string> PsqlEnvironment()
    {
        var settings = new NpgsqlConnectionStringBuilder(Database.ConnectionString);
        return new Dictionary<string, string>
        {
            ["PGHOST"] = settings.Host!, ["PGPORT"] = $"{settings.Port}", ["PGUSER"] = settings.Username!, ["PGPASSWORD"] = settings.Password!,
            ["PGDATABASE"] = settings.Database!,
        };
    }

    /// <summary>Processor time of all sessions that have ended; waits for those that are about to.</summary>
    public async Task<double> SessionSecondsAsync(CancellationToken cancellation)
    {
        while (!_idle.IsSupersetOf(Children()))
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellation);
        // Behind the name in parentheses: cutime and cstime are the 16th and 17th fields of /proc/PID/stat.
        var fields = File.ReadAllText($"/proc/{_process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[13], CultureInfo.InvariantCulture) + long.Parse(fields[14], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Bytes of WAL since the cluster was made, and rows of tickets.inc that were ever inserted or updated.</summary>
    public Task<(double Wal, double Written)> WrittenAsync() => Connection.QuerySingleAsync<(double, double)>(
        """
        select (pg_current_wal_insert_lsn() - '0/0')::float8, (n_tup_ins + n_tup_upd)::float8
        from pg_stat_user_tables
        where relid = 'tickets.inc'::regclass
        """);

    public async ValueTask DisposeAsync()
    {
        await Connection.DisposeAsync();
        await Database.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>The server's processes, by id.</summary>
    private string[] Children() =>
        File.ReadAllText($"/proc/{_process}/task/{_process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
