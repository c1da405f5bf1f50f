using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>There and back: the other program and this one load in turn, and each finds what the other left.</summary>
public sealed class InTurnTests(PostgresFixture postgres)
{
    private static readonly Dictionary<string, (string, string, string)> _metaOf = new()
    {
        ["after 10"] = ("dataset", "metadata", "imported_at"),
        ["after 10, other names"] = ("kind", "info", "updated_at"),
        ["after 10, raw keys"] = ("dataset", "metadata", "imported_at"),
        ["after 18 of another name"] = ("dataset", "metadata", "imported_at"),
    };

    public static TheoryData<string> Shapes => [.. _metaOf.Keys];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task ThreeTimesThereAndBackTheTicketsAreTheFoldOfAllFiles(string shape)
    {
        await using var other = await OtherDatabase.CreateAsync(postgres, shape);
        await using var feed = TestFeed.Over(other.Database, "inc");
        var worker = new OtherWorker(other, _metaOf[shape]);
        var files = new SortedDictionary<string, (string Id, string Status)[]>(StringComparer.Ordinal);
        await LoadByOtherAsync("2026-06-16T06-00-00", ("A", "1"), ("B", "1"), ("C", "1"));
        await other.Migrator.ApplyAsync(TestContext.Current.CancellationToken);

        for (var day = 17; day <= 19; day++)
        {
            // Ours, then theirs, then ours again with what came late to each.
            Put($"2026-06-{day}T07-00-00", ("A", $"ours {day}"), ($"D{day}", "new"));
            await feed.DrainAsync();
            Assert.Equal(feed.Key($"2026-06-{day}T07-00-00"), await worker.WatermarkAsync());

            await LoadByOtherAsync($"2026-06-{day}T09-00-00", ("A", $"theirs {day}"), ("B", $"theirs {day}"), ("C", $"theirs {day}"));
            await LoadByOtherAsync($"2026-06-{day}T10-00-00", ("B", $"theirs, later {day}"), ($"E{day}", "new"));

            Put($"2026-06-{day}T08-00-00", ("A", "late"), ("B", "late"), ($"F{day}", "late and new"));
            Put($"2026-06-{day}T11-00-00", ("C", $"ours, later {day}"));
            var report = await feed.DrainAsync();
            Assert.Equal((2, 1), (report.FilesApplied, report.FilesLate));
        }

        var expected = files.Values.SelectMany(records => records).GroupBy(record => record.Id).ToDictionary(ticket => ticket.Key, ticket => ticket.Last().Status);
        var statuses = await feed.StatusesAsync();
        Assert.Equal(expected, expected.Keys.ToDictionary(id => id, id => statuses[id]));
        Assert.Equal(600 + expected.Count, statuses.Count);
        Assert.Equal(0, (await feed.DrainAsync()).FilesFound);

        void Put(string time, params (string Id, string Status)[] records)
        {
            files.Add(time, records);
            feed.Put(time, records.Select(record => Csv.Ticket(record.Id, record.Status)));
        }

        Task LoadByOtherAsync(string time, params (string Id, string Status)[] records)
        {
            files.Add(time, records);
            return worker.LoadAsync(time, records);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task ATicketThatTheOtherProgramWritesAfterwardsStandsWhereItsLocationIs(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        await new OtherWorker(other, _metaOf[shape]).LoadAsync("2026-06-16T06-00-00", ("A", "1"));

        Assert.Equal("location", await other.ScalarAsync<string>("select geo_source from tickets.inc where ticket_id = 'A'"));
    }

    [Fact]
    public async Task WithoutAnotherProgramTheLedgerHasNoRowOfIt()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put("2026-06-15T09-00-00", Csv.Ticket("A"));
        await feed.DrainAsync();
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));
        feed.Put("2026-06-15T10-00-00", Csv.Ticket("C"));

        await feed.DrainAsync();

        Assert.Equal(3, (await feed.LedgerAsync()).Count);
    }

    [Fact]
    public async Task TheOtherProgramsBookkeepingGoesOnUnderItsOwnNames()
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, "after 10, other names");

        await other.ExecuteAsync(
            """
            insert into tickets.schema_migrations (version) values ('16_of_the_other.sql');
            insert into tickets.geo_clusters (cluster, lat, lng) values ('NORTH', -1.1, 36.9)
            on conflict (cluster) do update set lat = excluded.lat, lng = excluded.lng;
            insert into tickets.geo_clusters (cluster, lat, lng) values ('NORTH', -1.2, 36.8)
            on conflict (cluster) do update set lat = excluded.lat, lng = excluded.lng;
            insert into tickets.closure_events (ticket_id, closed_at, team) values ('X', '2026-06-01', 'theirs');
            insert into tickets.inc_daily_snapshot (snapshot_date, open_total) values ('2026-05-01', 7);
            """);

        Assert.Equal(
            ["16_of_the_other.sql", "-1.2 36.8", "inc theirs"],
            await other.QueryAsync<string>(
                """
                select filename from tickets.schema_migrations where version like '16%'
                union all
                select latitude || ' ' || longitude from tickets.geo_clusters where cluster = 'NORTH'
                union all
                select dataset || ' ' || assigned_team from tickets.closure_events where ticket_id = 'X'
                """));
    }
}
