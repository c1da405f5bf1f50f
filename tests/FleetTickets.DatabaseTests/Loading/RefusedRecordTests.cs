using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Feed.Cleaning;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Loading;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using Npgsql;

namespace FleetTickets.DatabaseTests.Loading;

/// <summary>What the database refuses is named with its file, and with its line and ticket where the database says which record it is.</summary>
public sealed class RefusedRecordTests(PostgresFixture postgres)
{
    private static readonly BatchRule Together = new(FewestFiles: 2, MostBytes: long.MaxValue);

    [Fact]
    public async Task ARecordThatATriggerRefusesIsNamedWithItsFile()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await RefuseAsync(feed);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("A"), Csv.Ticket("bad"));

        Assert.Equal($"the database refused: no bad ticket (SQLSTATE P0001) while loading {feed.Key("2026-06-15T07-00-00")}", await FailureAsync(feed));
        Assert.Equal(
            $"the database refused: no bad ticket (SQLSTATE P0001) while loading {feed.Key("2026-06-15T07-00-00")}",
            await feed.ScalarAsync<string>("select error from tickets.import_runs"));
    }

    [Fact]
    public async Task OfSeveralFilesTheFirstAndTheLastAreNamed()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await RefuseAsync(feed);
        feed.Put("2026-06-15T07-00-00", Csv.Ticket("bad"));
        feed.Put("2026-06-15T08-00-00", Csv.Ticket("B"));

        Assert.EndsWith(
            $" while loading 2 files, {feed.Key("2026-06-15T07-00-00")} to {feed.Key("2026-06-15T08-00-00")}", await FailureAsync(feed, Together), StringComparison.Ordinal);
    }

    [Fact]
    public void ARecordThatIsNoJsonToTheDatabaseIsNamedWithLineAndTicket()
    {
        const string Key = "automations/inc/changes/2026-06-15T07-00-00.csv";
        var refused = new PostgresException("no", "ERROR", "ERROR", "22P02", where: "COPY staged_records, line 2, column raw: secret");
        var chunk = new StagingChunk();
        chunk.Add(1, 2, new KeptRecord("A", "{}"u8.ToArray()));
        chunk.Add(1, 3, new KeptRecord("B", "{}"u8.ToArray()));
        Assert.False(RefusedRecord.Note(refused, chunk));
        Assert.False(RefusedRecord.Note(refused, [new ChangeFile(new BucketObject(Key, "tag", 1), default)]));

        Assert.Equal($"the database refused: no (SQLSTATE 22P02) while loading {Key}, line 3, ticket B", FailureText.Of(refused));
    }

    private static Task RefuseAsync(TestFeed feed) => feed.ExecuteAsync(
        """
        create function public.refuse() returns trigger language plpgsql as $$ begin raise exception 'no bad ticket'; end $$;
        create trigger refuse before insert on tickets.inc for each row when (new.ticket_id = 'bad') execute function public.refuse()
        """);

    private static async Task<string> FailureAsync(TestFeed feed, BatchRule? batches = null) =>
        FailureText.Of(await Assert.ThrowsAsync<PostgresException>(() => feed.DrainAsync(batches: batches)));
}
