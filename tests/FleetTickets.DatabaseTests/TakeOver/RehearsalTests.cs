using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>A rehearsal does everything and leaves nothing.</summary>
public sealed class RehearsalTests(PostgresFixture postgres)
{
    public static TheoryData<string> Shapes => OtherDatabase.Shapes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task ARehearsalTakesEveryStepAndChangesNothing(string shape)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, shape);
        var before = await SchemaLines.ReadAsync(other.Database.DataSource);
        var steps = new List<RehearsedStep>();

        var plan = await other.Migrator.RehearseAsync(steps.Add, Cancellation);

        Assert.Equal(Migration.All, plan.Pending);
        Assert.Equal("take-over: cleans names", steps[0].Name);
        Assert.Equal("take-over: keeps history", steps[^1].Name);
        Assert.Equal(Migration.All.Count, steps.Count(step => step.Name.EndsWith(".sql", StringComparison.Ordinal)));
        Assert.True(before.SetEquals(await SchemaLines.ReadAsync(other.Database.DataSource)));
        Assert.Equal(600, await other.ScalarAsync<int>("select count(*) from tickets.inc t join before.tickets b using (ticket_id) where t.geo_source = b.geo_source"));
    }

    [Fact]
    public async Task EachStepSaysWhatItRewritesWritesAndLocks()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 15");
        var steps = new List<RehearsedStep>();

        await other.Migrator.RehearseAsync(steps.Add, Cancellation);

        var computes = steps.Single(step => step.Name == "take-over: computes the columns");
        Assert.Equal(["tickets.crq", "tickets.inc"], computes.Rewritten);
        var places = steps.Single(step => step.Name == "take-over: keeps places");
        Assert.NotEqual(0, places.Written.Single(written => written.Table == "tickets.inc").Rows);
        var strongest = steps.SelectMany(step => step.Locked).GroupBy(locked => locked.Relation).ToDictionary(relation => relation.Key, relation => relation.Last().Mode);
        Assert.Equal("ACCESS EXCLUSIVE", strongest["tickets.inc"]);
        // A view that is dropped and made again is another one; its readers wait for the lock on the old one.
        Assert.Equal("ACCESS EXCLUSIVE", strongest["tickets.inc_open_sla"]);
        Assert.DoesNotContain("tickets.import_files", strongest.Keys);
    }

    [Fact]
    public void AStepIsALineForEachThingThatItDid()
    {
        var step = new RehearsedStep("01_first.sql", TimeSpan.FromSeconds(1.234), ["tickets.inc"], [("tickets.inc", 1_200), ("tickets.a", 1)],
            [("ACCESS EXCLUSIVE", "tickets.inc"), ("ACCESS EXCLUSIVE", "tickets.a"), ("SHARE", "tickets.b")]);

        Assert.Equal(
            [
                "01_first.sql",
                "  takes          1.23 s",
                "  rewrites       tickets.inc",
                "  writes         1,200 rows of tickets.inc, 1 row of tickets.a",
                "  locks          tickets.inc, tickets.a in ACCESS EXCLUSIVE mode",
                "  locks          tickets.b in SHARE mode",
            ],
            step.Lines);
    }

    [Fact]
    public async Task PendingMigrationsAreRehearsedInOneTransaction()
    {
        await using var database = await postgres.Server.CreateDatabaseAsync(cancellation: Cancellation);
        var steps = new List<RehearsedStep>();

        var plan = await new Migrator(database.DataSource, Migration.All).RehearseAsync(steps.Add, Cancellation);

        Assert.Equal(plan.Pending.Select(migration => migration.FileName), steps.Select(step => step.Name));
        await using var question = database.DataSource.CreateCommand("select count(*) from pg_namespace where nspname in ('tickets', 'reporting')");
        Assert.Equal(0L, await question.ExecuteScalarAsync(Cancellation));
    }

    [Fact]
    public async Task ARehearsalThatFailsSaysWhereAndThatNothingWasChanged()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        var migrator = new Migrator(other.Database.DataSource, [.. Migration.All, new Migration("99_broken.sql", "create table tickets.a (id int);\nselect broken;")]);

        var failed = await Assert.ThrowsAsync<MigrationException>(() => migrator.RehearseAsync(_ => { }, Cancellation));

        Assert.Contains("99_broken.sql, line 2: column \"broken\" does not exist (42703)", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", failed.Message, StringComparison.Ordinal);
        Assert.Equal(0, await other.ScalarAsync<int>("select count(*) from pg_class where relname = 'a'"));
    }
}
