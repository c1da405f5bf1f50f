using System.Diagnostics;
using Dapper;
using FleetTickets.EndToEndTests;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.Benchmarks.TakeOver;

/// <summary>Takes over a full-size database of the other program while others read it, and once more to be stopped in the middle.</summary>
internal sealed class TakeOverBenchmark(PostgresServer server)
{
    private const int Incidents = 114_005, Requests = 45_605, Terminated = 143;

    private const string ColumnsAreComputed =
        "select exists (select from pg_stat_activity where state = 'active' and datname = current_database() and query like 'alter table tickets.inc add column%')";

    private static readonly string[] _scripts = ["takeover/at-10.sql", "takeover/then-15.sql", "takeover/then-17.sql", "full-size-other.sql"];

    public static async Task<TakeOverReport> RunAsync(IEnumerable<int> locations, CancellationToken cancellation)
    {
        var cluster = await PrivatePostgres.StartAsync(cancellation);
        await using var server = PostgresServer.Of(cluster);
        var benchmark = new TakeOverBenchmark(server);
        var figures = new List<TakeOverFigure>();
        foreach (var count in locations)
        {
            await Console.Error.WriteLineAsync($"measuring: {count:N0} locations");
            figures.Add(await benchmark.MeasureAsync(count, cancellation));
        }
        await using var connection = new NpgsqlConnection(cluster.ConnectionString);
        await connection.OpenAsync(cancellation);
        return new TakeOverReport($"{connection.PostgreSqlVersion}", figures);
    }

    private async Task<TakeOverFigure> MeasureAsync(int locations, CancellationToken cancellation)
    {
        var template = await server.CreateTemplateAsync((connectionString, _) => FillAsync(connectionString, locations, cancellation), cancellation);
        var stopsIn = await StopInTheMiddleAsync(template, cancellation);

        await using var database = await server.CreateDatabaseAsync(template, cancellation: cancellation);
        await using var connection = await OpenAsync(database.ConnectionString, cancellation);
        await connection.ExecuteAsync("create table public.before as select ticket_id, geom from tickets.inc union all select ticket_id, geom from tickets.crq");
        await using var ticket = new Reader(database.ConnectionString, "select ticket_id from tickets.inc limit 1", TimeSpan.FromMilliseconds(20));
        await using var map = new Reader(database.ConnectionString, "select reporting.fn_tickets_for_map()", TimeSpan.FromSeconds(1));
        await using var view = new Reader(database.ConnectionString, "select count(*) from tickets.inc_open_sla", TimeSpan.FromSeconds(1));
        var seconds = await SecondsOfAsync(async () => Expect(0, await EndAsync(Start(database), cancellation)));
        var waits = (await ticket.LongestAsync(), await map.LongestAsync(), await view.LongestAsync());

        var vacuum = await SecondsOfAsync(async () => await connection.ExecuteAsync("vacuum full tickets.inc"))
            + await SecondsOfAsync(async () => await connection.ExecuteAsync("vacuum full tickets.crq"));
        var moved = await connection.ExecuteScalarAsync<long>(
            "select count(*) from public.before b join reporting.tickets t using (ticket_id) where b.geom::text is distinct from t.geom::text");
        return new TakeOverFigure(locations, moved, seconds, waits.Item1, waits.Item2, waits.Item3, vacuum, stopsIn);
    }

    private async Task<double> StopInTheMiddleAsync(string template, CancellationToken cancellation)
    {
        await using var database = await server.CreateDatabaseAsync(template, cancellation: cancellation);
        await using var connection = await OpenAsync(database.ConnectionString, cancellation);
        using var migrate = Start(database);
        while (!await connection.ExecuteScalarAsync<bool>(ColumnsAreComputed))
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancellation);
        using var kill = Process.Start("kill", ["-s", "TERM", $"{migrate.Id}"]);
        return await SecondsOfAsync(async () => Expect(Terminated, await EndAsync(migrate, cancellation)));
    }

    private static async Task FillAsync(string connectionString, int locations, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(connectionString, cancellation);
        await connection.ExecuteAsync(
            $"set fleettickets.incidents = {Incidents}; set fleettickets.requests = {Requests}; set fleettickets.locations = {locations}");
        foreach (var script in _scripts)
            await connection.ExecuteAsync(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, script), cancellation));
        await connection.ExecuteAsync("vacuum analyze;");
    }

    private static async Task<NpgsqlConnection> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(cancellation);
        return connection;
    }

    private static Process Start(TestDatabase database)
    {
        var start = new ProcessStartInfo(Programs.PathOf(Programs.Migrate), ["--no-progress"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in Programs.Environment)
            start.Environment[name] = value;
        start.Environment["DATABASE_URL"] = database.ConnectionString;
        return Process.Start(start)!;
    }

    private static async Task<int> EndAsync(Process migrate, CancellationToken cancellation)
    {
        await migrate.StandardOutput.ReadToEndAsync(cancellation);
        await migrate.WaitForExitAsync(cancellation);
        return migrate.ExitCode;
    }

    private static void Expect(int expected, int exitCode)
    {
        if (exitCode != expected)
            throw new InvalidOperationException($"migrate ended with {exitCode}, expected {expected}");
    }

    private static async Task<double> SecondsOfAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
