using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>
/// What a database server does to a loader on a bad day: one line that says what, where and what to do, nothing half applied, and once
/// the trouble is over a run that brings everything.
/// </summary>
public sealed class ServerTroubleTests(OwnPostgres postgres) : IClassFixture<OwnPostgres>
{
    public static TheoryData<string, string, string> Timeouts { get; } = new()
    {
        { "statement_timeout", "canceling statement due to statement timeout (SQLSTATE 57014)", "Give this user a longer statement_timeout" },
        { "lock_timeout", "canceling statement due to lock timeout (SQLSTATE 55P03)", "See in pg_stat_activity who holds the table" },
    };

    public static TheoryData<string, string, string> Limits { get; } = new()
    {
        { "alter role {role} connection limit 0", "too many connections for role", "alter role {role} connection limit -1" },
        // The loader's second connection is refused.
        { "alter role {role} connection limit 1", "too many connections for role", "alter role {role} connection limit -1" },
        { "alter database {database} connection limit 0", "too many connections for database", "alter database {database} connection limit -1" },
    };

    public static TheoryData<string, string, string> MissingGrants { get; } = new()
    {
        { "revoke fleettickets_ingest from {role}", "permission denied for schema tickets", "grant fleettickets_ingest to {role}" },
        { "revoke insert on tickets.inc from fleettickets_ingest", "permission denied for table inc", "grant insert on tickets.inc to fleettickets_ingest" },
        { "revoke temporary on database {database} from public", "permission denied to create temporary tables", "grant temporary on database {database} to public" },
    };

    [Theory]
    [MemberData(nameof(Timeouts))]
    public async Task ATimeoutOfTheServerRollsTheFileBack(string setting, string answer, string advice)
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync($"alter role {{role}} set {setting} = '300ms'");
        await using (await TableHold.TakeAsync(loader.Bench.Database, TroubledLoader.Dataset.Table))
            Says(await loader.FailsAsync(), $"the database refused: {answer}", advice, loader.Name);

        await loader.NothingIsAppliedAsync();
        Assert.Equal("failed", await loader.Bench.ValueAsync<string>("select outcome from tickets.import_runs"));
        await loader.AdminAsync($"alter role {{role}} reset {setting}");
        await loader.ConvergesAsync();
    }

    /// <summary>What a server, a database or a role has as its defaults for sessions of another kind.</summary>
    public static TheoryData<string> Defaults { get; } = new(
        "idle_in_transaction_session_timeout = 1",
        "default_transaction_isolation = 'serializable'", "default_transaction_isolation = 'repeatable read'",
        "default_transaction_deferrable = on", "standard_conforming_strings = off", "datestyle = 'German, DMY'", "intervalstyle = 'iso_8601'",
        "timezone = 'Asia/Kathmandu'", "extra_float_digits = -15", "bytea_output = 'escape'", "client_encoding = 'LATIN1'",
        "search_path = public, tickets", "search_path = ''", "transform_null_equals = on", "array_nulls = off", "synchronous_commit = off",
        "plan_cache_mode = force_generic_plan", "enable_hashjoin = off", "work_mem = '64kB'", "jit = on", "lc_messages = 'C'", "xmloption = document",
        "role = 'fleettickets_ingest'", "quote_all_identifiers = on", "default_text_search_config = 'simple'", "row_security = off",
        "escape_string_warning = off", "backslash_quote = off", "constraint_exclusion = off", "temp_buffers = '800kB'", "tcp_user_timeout = 1000");

    [Theory]
    [MemberData(nameof(Defaults))]
    public async Task DefaultsOfARoleAndOfADatabaseChangeNothing(string setting)
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync($"alter role {{role}} set {setting}");
        if (!setting.StartsWith("role", StringComparison.Ordinal))
            await loader.AdminAsync($"alter database {{database}} set {setting}");

        await loader.ConvergesAsync();

        (await loader.Bench.RunAsync(TroubledLoader.Dataset.Name, "--verify")).Expect(0);
    }

    [Fact]
    public async Task ASessionThatTheServerEndedWhileItWasIdleIsReplaced()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync("alter role {role} set idle_session_timeout = '300ms'");

        await using (var run = loader.Bench.StartWithFault("after-list:delay=1", TroubledLoader.Dataset.Name, "--from-bucket", "--apply"))
            (await run.EndAsync()).Expect(0);

        Assert.Equal(await loader.Bench.Feed.ExpectedAsync(TroubledLoader.Dataset), await loader.Bench.TicketsAsync(TroubledLoader.Dataset));
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task AServerThatIsFullTurnsTheLoaderAway(string trouble, string answer, string mend)
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync(trouble);

        Says(await loader.FailsAsync(), $"the database refused: {answer}", "(SQLSTATE 53300). End other sessions or raise the limit", loader.Name);

        await loader.NothingIsAppliedAsync();
        await loader.AdminAsync(mend);
        await loader.ConvergesAsync();
    }

    [Theory]
    [MemberData(nameof(MissingGrants))]
    public async Task AMissingRightIsNamed(string trouble, string answer, string mend)
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync(trouble);

        Says(await loader.FailsAsync(), $"the database refused: {answer}", "(SQLSTATE 42501)", ". Grant this user what docs/database.md#roles lists", loader.Name);

        await loader.NothingIsAppliedAsync();
        await loader.AdminAsync(mend);
        await loader.ConvergesAsync();
    }

    [Fact]
    public async Task AReadOnlyServerIsReadButNotLoaded()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync("alter role {role} set default_transaction_read_only = on");

        Says(await loader.FailsAsync(), "in a read-only transaction (SQLSTATE 25006). Name the primary in DATABASE_URL, or set default_transaction_read_only to off", loader.Name);

        // 3: to a feed of last year the status says that it stands still.
        Assert.Contains("waiting", (await loader.Bench.RunAsync(TroubledLoader.Dataset.Name, "--status")).Expect(3).Output, StringComparison.Ordinal);
        await loader.NothingIsAppliedAsync();
        await loader.AdminAsync("alter role {role} reset default_transaction_read_only");
        await loader.ConvergesAsync();
    }

    [Theory]
    [InlineData("fast", "terminating connection due to administrator command (SQLSTATE 57P01)")]
    [InlineData("immediate", "")]
    public async Task AServerThatIsRestartedMidRunRollsTheFileBack(string mode, string answer)
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await using var hold = await TableHold.TakeAsync(loader.Bench.Database, TroubledLoader.Dataset.Table);
        await using var running = loader.Bench.Start(TroubledLoader.Dataset.Name, "--from-bucket", "--apply");
        await hold.WaitForSomebodyAsync();
        await postgres.Cluster.RestartAsync(mode, TestContext.Current.CancellationToken);

        Says((await running.EndAsync()).FailsWithOneLine(1), "the database ", answer, "The next run goes on where this one stopped", loader.Name);
        loader.Bench.Database.Clear();
        await loader.NothingIsAppliedAsync();
        await loader.ConvergesAsync();
        Assert.Equal(["killed", "done", "done"], (await loader.Bench.RowsAsync("select outcome from tickets.import_runs order by run_id")).Select(row => row[0]));
    }

    /// <summary>
    /// This server answers a COMMIT before it is on the disk, as the tests run it, and writes its log late; yet a file is moved away only when its
    /// commit is safe.
    /// </summary>
    [Theory]
    [InlineData("off")]
    [InlineData("local")]
    [InlineData("remote_write")]
    public async Task WhatWasMovedAwayIsThereAfterACrashOfTheServer(string synchronousCommit)
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync($"alter role {{role}} set synchronous_commit = {synchronousCommit}");
        (await loader.Bench.DrainAsync(TroubledLoader.Dataset)).Expect(0);
        Assert.Empty(await loader.Bench.Bucket.NamesAsync(TroubledLoader.Dataset.ChangesFolder));

        await postgres.Cluster.RestartAsync("immediate", TestContext.Current.CancellationToken);

        loader.Bench.Database.Clear();
        Assert.Equal(await loader.Bench.Feed.ExpectedAsync(TroubledLoader.Dataset), await loader.Bench.TicketsAsync(TroubledLoader.Dataset));
        Assert.Equal(3L, await loader.Bench.ValueAsync<long>("select count(*) from tickets.import_files where archived_as is not null"));
        await loader.ConvergesAsync();
    }

    /// <summary>The kernel's own answer, without a small disk: the table's file is, for a while, the device that is always full.</summary>
    [Fact]
    public async Task AFullDiskRollsTheFileBack()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        var file = Path.Combine(
            postgres.Cluster.DataDirectory, await loader.Bench.ValueAsync<string>($"select pg_relation_filepath('{TroubledLoader.Dataset.Table}')"));
        File.Move(file, file + ".aside");
        File.CreateSymbolicLink(file, "/dev/full");

        Says(await loader.FailsAsync(), "No space left on device (SQLSTATE 53100) while loading ", ". Make room on the server. The next run goes on", loader.Name);

        File.Delete(file);
        File.Move(file + ".aside", file);
        await loader.NothingIsAppliedAsync();
        await loader.ConvergesAsync();
    }

    [Fact]
    public async Task ASchemaThatIsNewerThanTheProgramIsLoadedWithAWarning()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync("insert into tickets.schema_migrations (filename) values ('98_later.sql'), ('00_of_another_tool.sql')");

        var lines = (await loader.Bench.DrainAsync(TroubledLoader.Dataset)).Expect(0).ErrorLines;

        Assert.EndsWith(" warn  The schema is newer than this program, it has 98_later.sql; update the program", lines[0], StringComparison.Ordinal);
        await loader.ConvergesAsync();
    }

    [Fact]
    public async Task ASchemaThatIsOlderThanTheProgramIsLeftAlone()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        var last = await loader.Bench.ValueAsync<string>(
            "delete from tickets.schema_migrations where filename = (select max(filename) from tickets.schema_migrations) returning filename");

        Says(await loader.FailsAsync(exitCode: 2), $"it lacks {last}: run migrate. Nothing was touched");

        await loader.NothingIsAppliedAsync();
        await loader.AdminAsync($"insert into tickets.schema_migrations (filename) values ('{last}')");
        await loader.ConvergesAsync();
    }

    private static void Says(string line, params string[] parts) =>
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
}
