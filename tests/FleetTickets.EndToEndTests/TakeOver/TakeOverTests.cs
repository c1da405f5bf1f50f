using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>What an operator sees of a take-over.</summary>
public sealed class TakeOverTests(SharedPostgres postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheDryRunReportsTheTakeOverFollowsAndThenNothingIsPending()
    {
        await using var bench = await BenchAsync("at-10", "rows");

        var dryRun = (await bench.RunAsync(Programs.Migrate, "--dry-run")).Expect(0);
        Assert.Contains("tickets.inc\n  is there       26 columns", dryRun.Output, StringComparison.Ordinal);
        Assert.Contains("pending  01_tickets_schema.sql", dryRun.Output, StringComparison.Ordinal);
        (await bench.RunAsync(Programs.Inc, "--from-bucket")).Expect(2);

        Assert.Contains("applied  10_inc_history_capture.sql", (await bench.RunAsync(Programs.Migrate)).Expect(0).Output, StringComparison.Ordinal);
        Assert.Equal("The schema is up to date.\n", (await bench.RunAsync(Programs.Migrate, "--dry-run")).Expect(0).Output);
        (await bench.RunAsync(Programs.Inc, "--from-bucket")).Expect(0);
    }

    [Fact]
    public async Task TheRehearsalPrintsEachStepAndChangesNothing()
    {
        await using var bench = await BenchAsync("at-10", "rows");

        var rehearsed = (await bench.RunAsync(Programs.Migrate, "--rehearse")).Expect(0);

        Assert.Contains("take-over: computes the columns\n  takes ", rehearsed.Output, StringComparison.Ordinal);
        Assert.Contains("  rewrites       tickets.inc\n", rehearsed.Output, StringComparison.Ordinal);
        Assert.Matches(@"Rolled back after [0-9.]+ s: it works, and nothing was changed\.\n$", rehearsed.Output);
        Assert.Equal(0L, await bench.ValueAsync<long>("select count(*) from pg_class where relname = 'import_files'"));
        (await bench.RunAsync(Programs.Migrate, "--rehearse", "--dry-run")).Expect(2);
        (await bench.RunAsync(Programs.Migrate, "--rehearse", "--replace-read-functions")).Expect(2);
    }

    [Theory]
    [InlineData("--rehearse")]
    [InlineData("--dry-run")]
    [InlineData("--no-progress")]
    public async Task AShapeThatCannotBeReadIsOneLineAndExitCode2(string option)
    {
        await using var bench = await BenchAsync("at-10", "rows");
        await bench.RowsAsync("alter table tickets.import_meta rename metadata to notes");
        await bench.RowsAsync("alter table tickets.import_meta alter notes drop default, alter notes type text using notes::text");

        var refused = (await bench.RunAsync(Programs.Migrate, option)).Expect(2);

        Assert.Contains(
            "the database cannot be taken over, nothing was changed: tickets.import_meta cannot be read: no column that can be metadata (jsonb) among: "
            + "dataset text, notes text, imported_at timestamp with time zone", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
        Assert.Equal(0L, await bench.ValueAsync<long>("select count(*) from pg_class where relname = 'import_files'"));
    }

    [Fact]
    public async Task ReplacingReadFunctionsSaysOldAndNewKeysFirst()
    {
        await using var bench = await BenchAsync("at-10", "rows", "other-reading");
        (await bench.RunAsync(Programs.Migrate)).Expect(0);

        var asked = (await bench.RunAsync(Programs.Migrate, "--replace-read-functions", "--dry-run")).Expect(0);
        var replaced = (await bench.RunAsync(Programs.Migrate, "--replace-read-functions")).Expect(0);

        Assert.Contains("reporting.fn_tickets_for_map\n  old keys  features, summary, summary.count, type\n  new keys  as_of, cut, features, features[]", asked.Output, StringComparison.Ordinal);
        Assert.Equal(asked.Output, replaced.Output);
        Assert.Equal("Every function and view of ours has its name.\n", (await bench.RunAsync(Programs.Migrate, "--replace-read-functions")).Expect(0).Output);
    }

    private async Task<Workbench> BenchAsync(params string[] files)
    {
        var database = await postgres.Server.CreateDatabaseAsync(cancellation: Cancellation);
        foreach (var file in files)
        {
            await using var script = database.DataSource.CreateCommand(
                await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "takeover", file + ".sql"), Cancellation));
            await script.ExecuteNonQueryAsync(Cancellation);
        }
        await database.DataSource.ReloadTypesAsync(Cancellation);
        return Workbench.On(database);
    }
}
