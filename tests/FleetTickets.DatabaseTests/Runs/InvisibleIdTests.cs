using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>Ids that differ by characters that nobody sees are one ticket: for the loader, for late files, for --verify, and in rows of before.</summary>
public sealed class InvisibleIdTests(PostgresFixture postgres)
{
    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task EverySpellingIsTheSameTicket(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("WOT1", "1"), Csv.Ticket("\u200BWOT1", "2"), Csv.Ticket("WOT1\uFEFF", "3"));
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("\u00ADWOT1", "9"), Csv.Ticket("WOT2", "9"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("WOT1\u202C", "late"), Csv.Ticket("\uFEFFWOT2", "late"), Csv.Ticket("WOT3\u200B", "8"));

        await feed.DrainAsync();
        feed.Put("2026-06-15T10-00-00", Csv.Ticket("WOT1\u00A0", "9"));
        await feed.DrainAsync();

        Assert.Equal(new() { ["WOT1"] = "9", ["WOT2"] = "9", ["WOT3"] = "8" }, await feed.StatusesAsync());
        Assert.Equal(1, (await feed.LedgerAsync())[^1].Unchanged);
        var (report, differences) = await feed.VerifyAsync();
        Assert.Empty(differences);
        Assert.Equal(0, report.NamedByNothing);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task RowsOfBeforeComeUnderTheIdThatTheLoaderLooksFor(string dataset)
    {
        var database = await postgres.Server.CreateDatabaseAsync(cancellation: TestContext.Current.CancellationToken);
        await using var feed = TestFeed.Over(database, dataset);
        await MigrateAsync(database, [.. Migration.All.TakeWhile(migration => migration.FileName != "36_odd_values.sql")]);
        await feed.ExecuteAsync(
            $$"""
            insert into {{feed.Dataset.Table}} (ticket_id, raw)
            select id, jsonb_build_object('ticket_id', id, 'normalized_status', status, 'is_actionable', actionable, 'closed_at', '2026-06-01 10:00:00', 'source_updated_at', status)
            from (values (E'\u200bA', '1', '1.0'), ('B', '1', '0.0'), (E'B\ufeff', '2', 'true'), (E'\u00adB', '3', 'false'), ('C', '1', 'true')) old (id, status, actionable);
            insert into tickets.closure_events (dataset, ticket_id, closed_at, observed_at)
            values ('{{dataset}}', 'B', '2026-06-01', now()), ('{{dataset}}', E'B\ufeff', '2026-06-01', now()), ('{{dataset}}', E'\u200bA', '2026-06-01', now());
            insert into tickets.import_files (dataset, key, etag, size, file_time, status, epoch, ticket_ids)
            values ('{{dataset}}', 'k', 'e', 1, '2026-06-15', 'applied', 0, array['C', E'\u200bA', 'A'])
            """);

        await MigrateAsync(database, Migration.All);

        Assert.Equal(new() { ["A"] = "1", ["B"] = "3", ["C"] = "1" }, await feed.StatusesAsync());
        Assert.Equal(
            ["A A true", "B B false", "C C true"],
            await feed.QueryAsync<string>($"select ticket_id || ' ' || (raw ->> 'ticket_id') || ' ' || is_actionable from {feed.Dataset.Table} order by 1"));
        Assert.Equal(2, await feed.ScalarAsync<int>("select count(*) from tickets.import_rejects where text like '%\"ticket_id\": \"%B%'"));
        Assert.Equal(["A", "B"], await feed.QueryAsync<string>("select ticket_id from tickets.closure_events order by 1"));
        Assert.Equal(["A", "C"], await feed.QueryAsync<string>("select unnest(ticket_ids) from tickets.import_files order by 1"));
    }

    private static Task<MigrationPlan> MigrateAsync(TestDatabase database, IReadOnlyList<Migration> migrations) =>
        new Migrator(database.DataSource, migrations).ApplyAsync(TestContext.Current.CancellationToken);
}
