using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>After a take-over the schema is that of a new database, but for what the report said would be left alone.</summary>
public sealed class TakenOverSchemaTests(PostgresFixture postgres)
{
    private static readonly string[] _ticketTables = ["tickets.inc", "tickets.crq"];

    public static TheoryData<string> Shapes => OtherDatabase.Shapes;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task TheSchemaIsThatOfANewDatabaseButForWhatTheDryRunSaidIsLeft(string shape)
    {
        await using var fresh = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: Cancellation);
        await using var other = await OtherDatabase.CreateAsync(postgres, shape);
        await using var takenOver = await OtherDatabase.TakenOverAsync(postgres, shape);

        var plan = await other.Migrator.PlanAsync(Cancellation);

        var different = await SchemaLines.ReadAsync(fresh.DataSource);
        different.SymmetricExceptWith(await SchemaLines.ReadAsync(takenOver.Database.DataSource));
        Assert.Equal([], different.Where(said => !IsNamed(said, plan.TakeOver!)).Order());
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task ADryRunChangesNothing(string shape)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, shape);
        var before = await SchemaLines.ReadAsync(other.Database.DataSource);

        var plan = await other.Migrator.PlanAsync(Cancellation);

        Assert.Empty(plan.TakeOver!.Obstacles);
        Assert.True(before.SetEquals(await SchemaLines.ReadAsync(other.Database.DataSource)));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task AfterwardsNothingIsPending(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        var again = await other.Migrator.ApplyAsync(Cancellation);

        Assert.Null(again.TakeOver);
        Assert.Empty(again.Pending);
        Assert.Empty(again.Changed);
        await using var connection = await other.Database.DataSource.OpenConnectionAsync(Cancellation);
        Assert.Empty((await SchemaCheck.ReadAsync(connection, Cancellation)).Missing);
    }

    [Fact]
    public async Task TheReportSaysOfEachObjectWhatBecomesOfIt()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 15, other key");

        var plan = await other.Migrator.PlanAsync(Cancellation);

        var report = string.Join('\n', plan.TakeOver!.Lines) + "\n";
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", "take-over-report.txt"), Cancellation), report);
    }

    [Fact]
    public async Task BeforeATakeOverTheLoadersRefuseToStart()
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10, other names");
        await using var connection = await other.Database.DataSource.OpenConnectionAsync(Cancellation);

        Assert.Equal(Migration.All.Select(migration => migration.FileName), (await SchemaCheck.ReadAsync(connection, Cancellation)).Missing);
    }

    /// <summary>Of the tables of tickets every single thing has to be named, of the others the object.</summary>
    private static bool IsNamed((string Object, string Line) said, TakeOverPlan plan) => plan.Findings.Any(finding =>
        finding.Object == said.Object
        && (finding.Verb is TakeOverVerb.Leaves && (!_ticketTables.Contains(said.Object) || IsAbout(said.Line, finding.Detail!))
            || finding is { Object: "tickets.tg_two_names()", Verb: TakeOverVerb.Adds }));

    private static bool IsAbout(string line, string detail) => line.Contains($" {detail.Split(' ', ',')[1]} ", StringComparison.Ordinal);
}
