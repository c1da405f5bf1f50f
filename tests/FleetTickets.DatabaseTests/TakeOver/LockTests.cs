using FleetTickets.Engine.Results;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>A take-over takes every lock before it changes anything, and none while it waits for another.</summary>
public sealed class LockTests(PostgresFixture postgres)
{
    private const string SomebodyWaits =
        """
        select exists (
          select from pg_locks
          where relation = any ($1::regclass[]) and not granted and database = (select oid from pg_database where datname = current_database()))
        """;

    private static readonly string[] _locked = ["tickets.inc", "tickets.import_meta"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("select count(*) from tickets.inc", "tickets.inc")]
    [InlineData("select count(*) from tickets.import_meta", "tickets.import_meta")]
    [InlineData("update tickets.inc set raw = raw where ticket_id = 'INC00001'", "tickets.geo_clusters, tickets.inc")]
    [InlineData("select count(*) from tickets.inc_open_sla", "tickets.inc, tickets.inc_open_sla")]
    public async Task ATableThatIsInUseStopsTheTakeOverWhichNamesTheUserAndChangesNothing(string statement, string held)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 10");
        var before = await SchemaLines.ReadAsync(other.Database.DataSource);
        await using var reader = await other.Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await reader.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(reader, "set local application_name to 'a report'");
        await ExecuteAsync(reader, $"{statement} /* a secret */");

        var refused = await Assert.ThrowsAsync<MigrationException>(() => Impatient(other).ApplyAsync(Cancellation));

        Assert.Contains($"process {reader.ProcessID} (user ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(", application a report, since 2", refused.Message, StringComparison.Ordinal);
        Assert.Contains($" holds {held}. Nothing was changed. ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        await transaction.RollbackAsync(Cancellation);
        Assert.True(before.SetEquals(await SchemaLines.ReadAsync(other.Database.DataSource)));
    }

    [Fact]
    public async Task AMigrationThatWaitsForATableNamesItsUserToo()
    {
        await using var database = await postgres.Server.CreateDatabaseAsync(postgres.MigratedTemplate, cancellation: Cancellation);
        await using var reader = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await reader.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(reader, "select count(*) from tickets.crq");
        var next = new Migration("99_next.sql", "alter table tickets.crq add column if not exists more text");

        var refused = await Assert.ThrowsAsync<MigrationException>(() =>
            new Migrator(database.DataSource, [.. Migration.All, next]) { TablePatience = TimeSpan.FromMilliseconds(100) }.ApplyAsync(Cancellation));

        Assert.StartsWith("migrations/99_next.sql: canceling statement due to lock timeout; waited 0.1 s. process ", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"process {reader.ProcessID} (", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select count(*) from tickets.inc", "select count(*) from tickets.inc_open_sla", "select count(*) from tickets.import_meta")]
    [InlineData("select count(*) from tickets.import_meta", "select count(*) from tickets.inc", "select count(*) from tickets.inc_open_sla")]
    public async Task AReaderThatTheTakeOverWaitsForCanReadOn(string first, params string[] more)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, "after 15");
        await using var reader = await other.Database.DataSource.OpenConnectionAsync(Cancellation);
        var transaction = await reader.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(reader, first);
        var takeOver = other.Migrator.ApplyAsync(Cancellation);
        await WaitForTheTakeOverAsync(other);

        foreach (var statement in more)
            await ExecuteAsync(reader, statement);
        await transaction.CommitAsync(Cancellation);

        Assert.NotEmpty((await takeOver).Pending);
    }

    private static Migrator Impatient(OtherDatabase other) =>
        new(other.Database.DataSource, Migration.All) { TablePatience = TimeSpan.FromMilliseconds(100) };

    private static async Task WaitForTheTakeOverAsync(OtherDatabase other)
    {
        await using var question = other.Database.DataSource.CreateCommand(SomebodyWaits);
        question.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _locked });
        while (await question.ExecuteScalarAsync(Cancellation) is not true)
        {
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
