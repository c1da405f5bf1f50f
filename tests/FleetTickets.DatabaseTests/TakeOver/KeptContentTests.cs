using FleetTickets.DatabaseTests.Feed;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>What the other program knew is known afterwards.</summary>
public sealed class KeptContentTests(PostgresFixture postgres)
{
    private static readonly string[] _bookkeeping =
        ["schema_migrations", "import_meta", "geo_clusters", "geo_locations", "closure_events", "inc_daily_snapshot"];

    public static TheoryData<string> Shapes => OtherDatabase.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task EveryTicketSurvivesAsItWasWritten(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        Assert.Equal(600, await other.ScalarAsync<int>(
            "select count(*) from before.tickets b join tickets.inc t using (ticket_id) where (b.raw, b.ingested_at) = (t.raw, t.ingested_at)"));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task EveryRowOfTheOtherTablesSurvivesUnderItsOwnKeyAndNames(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        foreach (var table in _bookkeeping)
        {
            Assert.NotEqual(0, await other.ScalarAsync<int>($"select count(*) from before.rows where relation = '{table}'"));
            Assert.Empty(await other.QueryAsync<string>(
                $"""
                select row::text from before.rows b
                where relation = '{table}' and not exists (select from tickets.{table} t where to_jsonb(t) @> jsonb_strip_nulls(b.row))
                """));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task NoTicketStandsCoarserAndThoseThatTheOldTriggerPutBackComeBack(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        Assert.Empty(await other.QueryAsync<string>(
            """
            select ticket_id
            from before.tickets b
            join tickets.inc t using (ticket_id)
            where array_position(array['none', 'cluster', 'location', 'feed'], t.geo_source)
              < array_position(array['none', 'cluster', 'location', 'feed'], b.geo_source)
              or b.geo_source = 'location' and not public.st_equals(b.geom, t.geom)
            """));
        Assert.Equal(488, await other.ScalarAsync<int>("select count(*) from tickets.inc where geo_source = 'location'"));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task APointThatCountedCountsAsAccepted(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);

        Assert.Equal(["accepted"], await other.QueryAsync<string>(
            """
            select distinct status from tickets.geo_locations where latitude is not null
            union
            select distinct status from tickets.geo_clusters where latitude is not null
            """));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task TheWatermarkGoesOnAndWhatIsStillInChangesIsLate(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);
        await using var feed = TestFeed.Over(other.Database, "inc");
        Assert.Equal(feed.Key("2026-06-15T12-00-00"), await feed.WatermarkAsync());
        feed.Put("2026-06-15T11-40-00", Csv.Ticket("INC00001", "older"), Csv.Ticket("NEW1", "only here"));
        feed.Put("2026-06-15T12-20-00", Csv.Ticket("INC00002", "newer"));

        var report = await feed.DrainAsync();

        Assert.Equal((2, 1), (report.FilesApplied, report.FilesLate));
        Assert.Equal(feed.Key("2026-06-15T12-20-00"), await feed.WatermarkAsync());
        var statuses = await feed.StatusesAsync();
        Assert.Equal(("closed", "newer", "only here"), (statuses["INC00001"], statuses["INC00002"], statuses["NEW1"]));
        Assert.Equal("another", await feed.ScalarAsync<string>("select metadata ->> 'tool' from tickets.import_meta where dataset = 'inc'"));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task TheHistoryGoesOnAndNothingIsLoggedTwice(string shape)
    {
        await using var other = await OtherDatabase.TakenOverAsync(postgres, shape);
        await using var feed = TestFeed.Over(other.Database, "inc");
        feed.Put("2026-06-15T12-20-00", Csv.Ticket("INC00003", "closed", ("is_actionable", "false"), ("closed_at", "2026-06-15 12:00:00")));

        await feed.DrainAsync();

        Assert.Equal("as it was then", await feed.ScalarAsync<string>("select distinct owner from tickets.closure_events where closed_at < '2026-06-13' and ticket_id like 'INC%' and owner <> 'long gone'"));
        Assert.Equal(0, await feed.ScalarAsync<int>(
            "select count(*) - count(distinct (dataset, ticket_id, closed_at)) from tickets.closure_events"));
        Assert.Equal(0, await feed.ScalarAsync<int>(
            """
            select count(*) from tickets.inc t
            where closed_at is not null and is_actionable is not true
              and not exists (select from tickets.closure_events e where (e.ticket_id, e.closed_at) = (t.ticket_id, t.closed_at))
            """));
        Assert.Equal(15, await feed.ScalarAsync<int>("select count(*) from tickets.inc_daily_snapshot"));
        Assert.Equal(200, await feed.ScalarAsync<int>("select open_total from tickets.inc_daily_snapshot where snapshot_date = '2026-06-01'"));
    }
}
