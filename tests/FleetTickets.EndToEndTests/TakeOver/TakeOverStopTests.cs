using System.Diagnostics;
using FleetTickets.EndToEndTests.Trouble;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.EndToEndTests;

/// <summary>A take-over can be stopped at any moment, and then nothing has happened.</summary>
public sealed class TakeOverStopTests(OwnPostgres postgres) : IClassFixture<OwnPostgres>
{
    /// <summary>An index that is built anew while the columns are computed, and that stands still for as long as a test wants.</summary>
    private const string IndexThatStandsStill =
        """
        create function public.stand_still(text) returns text language plpgsql immutable as
        $$ begin perform pg_advisory_xact_lock_shared(1647); return $1; end $$;
        create index stands_still on tickets.inc (public.stand_still(ticket_id));
        """;

    private const string StandsStill = "select exists (select from pg_locks where locktype = 'advisory' and objid = 1647 and not granted)";
    private const string IsStillThere = "select exists (select from pg_stat_activity where application_name like 'fleettickets-migrate%')";

    private static readonly string[] _scripts = ["at-10", "rows"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("TERM", 143)]
    [InlineData("INT", 130)]
    public async Task ASignalCancelsTheStatementAndTheDatabaseIsAsBefore(string signal, int exitCode)
    {
        await using var bench = await BenchAsync();
        var before = await DumpAsync(bench);
        await using var hold = await HoldAsync(bench);
        await using var migrate = bench.Start(Programs.Migrate);
        await WaitForAsync(bench, StandsStill, true, Cancellation);

        await migrate.SignalAsync(signal);

        var stopped = (await migrate.EndAsync()).Expect(exitCode);
        // Without a cancelled statement the process would end some seconds later, and without this line.
        Assert.Contains("Stopped by a signal; what was not committed is rolled back", stopped.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await DumpAsync(bench));
        await hold.DisposeAsync();
        (await bench.RunAsync(Programs.Migrate)).Expect(0);
    }

    [Fact(Timeout = 120_000)]
    public async Task AKilledMigrateLeavesNoRunningStatement()
    {
        await using var bench = await BenchAsync();
        await using var hold = await HoldAsync(bench);
        await using var migrate = bench.Start(Programs.Migrate);
        await WaitForAsync(bench, StandsStill, true, TestContext.Current.CancellationToken);

        await migrate.KillAsync();

        await WaitForAsync(bench, IsStillThere, false, TestContext.Current.CancellationToken);
        Assert.Equal(0L, await bench.ValueAsync<long>("select count(*) from pg_class where relname = 'import_files'"));
    }

    private async Task<Workbench> BenchAsync()
    {
        var database = await postgres.Server.CreateDatabaseAsync(cancellation: Cancellation);
        foreach (var script in _scripts)
            await ExecuteAsync(database.DataSource, await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "takeover", script + ".sql"), Cancellation));
        await ExecuteAsync(database.DataSource, IndexThatStandsStill);
        return Workbench.On(database);
    }

    private static async Task<NpgsqlConnection> HoldAsync(Workbench bench)
    {
        // Without a pool, which would keep the session and with it the lock.
        var hold = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(bench.Environment["DATABASE_URL"]) { Pooling = false }.ConnectionString);
        await hold.OpenAsync(Cancellation);
        await using var take = new NpgsqlCommand("select pg_advisory_lock(1647)", hold);
        await take.ExecuteNonQueryAsync(Cancellation);
        return hold;
    }

    private static async Task WaitForAsync(Workbench bench, string question, bool answer, CancellationToken cancellation)
    {
        while (await bench.ValueAsync<bool>(question) != answer)
            cancellation.ThrowIfCancellationRequested();
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private async Task<string> DumpAsync(Workbench bench)
    {
        var settings = new NpgsqlConnectionStringBuilder(bench.Environment["DATABASE_URL"]);
        var start = new ProcessStartInfo(Path.Combine(postgres.Cluster.Binaries, "pg_dump"), ["-h", settings.Host!, "-p", $"{settings.Port}", "-U", settings.Username!, settings.Database!])
        {
            RedirectStandardOutput = true, Environment = { ["PGPASSWORD"] = settings.Password },
        };
        using var dump = Process.Start(start)!;
        var text = await dump.StandardOutput.ReadToEndAsync(Cancellation);
        await dump.WaitForExitAsync(Cancellation);
        Assert.Equal(0, dump.ExitCode);
        // Newer versions frame the dump with a random word.
        return string.Join('\n', text.Split('\n').Where(line => !line.StartsWith(@"\restrict", StringComparison.Ordinal) && !line.StartsWith(@"\unrestrict", StringComparison.Ordinal)));
    }
}
