using FleetTickets.DatabaseTests.Chaos;
using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>What is found when every file is folded anew and compared with the table.</summary>
public sealed class VerifyTests(PostgresFixture postgres)
{
    private const string Seven = "2026-06-15T07-00-00";
    private const string Eight = "2026-06-15T08-00-00";
    private const string Nine = "2026-06-15T09-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Fact]
    public async Task NothingIsFoundAfterTwoThousandFilesWithLateOnes()
    {
        const int files = 2_000, drains = 5;
        await using var feed = await TestFeed.StartAsync(postgres, "crq");
        var dice = new Random(7);
        var order = Enumerable.Range(0, files).ToArray();
        // Within twenty places of its turn: most come in time, and many do not.
        var arrivals = order.OrderBy(file => file + dice.Next(20)).Chunk(files / drains);
        foreach (var arrived in arrivals)
        {
            foreach (var file in arrived)
                feed.Put(TimeOf(file), RecordsOf(file, dice));
            await feed.DrainAsync();
        }
        Assert.InRange(await feed.ScalarAsync<long>("select count(*) from tickets.import_files where late"), 10, files);

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal((files, 0, 0), (report.FilesRead, report.FilesWithoutObject, report.FilesUnknown));
        Assert.Equal((report.Tickets, 0L, 0L), (await feed.ScalarAsync<long>($"select count(*) from {feed.Dataset.Table}"), report.LastNamedElsewhere, report.NamedByNothing));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ATamperedRowIsNamedWithItsFields(string dataset)
    {
        await using var feed = await DrainedAsync(dataset);
        await feed.ExecuteAsync($$"""update {{feed.Dataset.Table}} set raw = raw || '{"owner": "somebody", "mttr": "1", "extra": ""}' where ticket_id = 'A'""");

        var (report, differences) = await feed.VerifyAsync();

        Assert.Equal([$"A differs from {Eight}.csv in extra, mttr, owner"], differences);
        Assert.Equal((true, 1L, 0L, 0), (report.FoundDifferences, report.Different, report.Missing, report.FilesDifferent));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ATamperedRowIsFoundAlsoWhenItsHashSaysThatItIsUnchanged(string dataset)
    {
        await using var feed = await DrainedAsync(dataset);
        await feed.ExecuteAsync(
            $$"""
            alter table {{feed.Dataset.Table}} disable trigger all;
            update {{feed.Dataset.Table}} set raw = raw || '{"owner": "somebody"}' where ticket_id = 'B';
            alter table {{feed.Dataset.Table}} enable trigger all
            """);

        Assert.Equal([$"B differs from {Seven}.csv in owner"], (await feed.VerifyAsync()).Differences);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ALostRowIsNamed(string dataset)
    {
        await using var feed = await DrainedAsync(dataset);
        await feed.ExecuteAsync($"delete from {feed.Dataset.Table} where ticket_id = 'B'");

        var (report, differences) = await feed.VerifyAsync();

        Assert.Equal([$"B is missing, named by {Seven}.csv"], differences);
        Assert.Equal((true, 0L, 1L), (report.FoundDifferences, report.Different, report.Missing));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFileThatWaitsIsOneDifference(string dataset)
    {
        await using var feed = await DrainedAsync(dataset);
        feed.Put(Nine, Csv.Ticket("A", "z"), Csv.Ticket("C"));

        var (report, differences) = await feed.VerifyAsync();

        Assert.Equal([$"{feed.Key(Nine)} is not applied yet, new tickets 1, changed tickets 1; the next run takes it"], differences);
        Assert.Equal((1, 0L, 0L), (report.FilesDifferent, report.Missing, report.Different));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFileInProcessedThatWasNeverAppliedIsOneDifference(string dataset)
    {
        await using var feed = await DrainedAsync(dataset);
        var key = $"{feed.Dataset.ProcessedFolder}{Nine}.csv";
        feed.PutAt(key, Csv.File(Csv.Ticket("A", "z"), Csv.Ticket("C")));

        var (_, differences) = await feed.VerifyAsync();

        Assert.Equal([$"{key} was never applied, new tickets 1, changed tickets 1; --retry puts it back into changes/"], differences);
    }

    [Fact]
    public async Task AFileThatAnotherToolAppliedIsNoDifference()
    {
        await using var feed = await DrainedAsync("inc");
        feed.PutAt($"{feed.Dataset.ProcessedFolder}2026-06-01T00-00-00.csv", Csv.File(Csv.Ticket("A", "older"), Csv.Ticket("OLD", "x")));
        await feed.ExecuteAsync($"insert into tickets.inc (ticket_id, raw) select 'OLD', raw || '{{\"ticket_id\": \"OLD\"}}' from tickets.inc where ticket_id = 'B'");

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal((1, 0L), (report.FilesUnknown, report.NamedByNothing));
    }

    [Fact]
    public async Task ARowThatNoFileNamesIsUncoveredAndNoDifference()
    {
        await using var feed = await DrainedAsync("inc");
        await feed.ExecuteAsync("insert into tickets.inc (ticket_id, raw) values ('X', '{}')");

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal((false, 1L), (report.FoundDifferences, report.NamedByNothing));
    }

    [Fact]
    public async Task FailedAndSkippedFilesDoNotCount()
    {
        await using var feed = await DrainedAsync("inc");
        feed.PutContent($"{Nine}.csv", []);
        await feed.DrainAsync();
        feed.Put("2026-06-15T10-00-00", Csv.Ticket("A", "z"));
        await feed.SkipAsync(keys: "2026-06-15T10-00-00.csv");

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal(2, report.FilesRead);
    }

    [Fact]
    public async Task AnObjectThatIsGoneLeavesItsTicketsUncovered()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Delete($"{feed.Dataset.ProcessedFolder}{Eight}.csv");

        var (report, differences) = await feed.VerifyAsync();

        // A is y by the file that is gone, and x by the one that is there.
        Assert.Empty(differences);
        Assert.Equal((1, true), (report.FilesLost, report.NeedsAttention));
        Assert.Equal((1, 1L, 0L), (report.FilesWithoutObject, report.LastNamedElsewhere, report.NamedByNothing));
    }

    [Fact]
    public async Task ALostRowIsFoundAlsoWhenItsObjectIsGone()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Delete($"{feed.Dataset.ProcessedFolder}{Eight}.csv");
        await feed.ExecuteAsync("delete from tickets.inc where ticket_id = 'A'");

        var (_, differences) = await feed.VerifyAsync();

        Assert.Equal([$"A is missing, named by {Eight}.csv"], differences);
    }

    [Fact]
    public async Task AnObjectOfAnotherLengthIsOneDifferenceAndItsTicketsAreUncovered()
    {
        await using var feed = await DrainedAsync("inc");
        feed.PutAt($"{feed.Dataset.ProcessedFolder}{Eight}.csv", Csv.File(Csv.Ticket("A", "another"), Csv.Ticket("D")));

        var (report, differences) = await feed.VerifyAsync();

        Assert.Contains("is not what was applied", Assert.Single(differences), StringComparison.Ordinal);
        Assert.Equal((1, 1L), (report.FilesDifferent, report.LastNamedElsewhere));
    }

    [Fact]
    public async Task ALocalFileHasTheLastWordAsOfItsTime()
    {
        await using var feed = await DrainedAsync("inc");
        await feed.LoadLocalAsync($"{Nine}.csv", [Csv.Ticket("A", "local")]);

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal((1, 1L, false), (report.FilesWithoutObject, report.LastNamedElsewhere, report.NeedsAttention));
    }

    [Fact]
    public async Task OfTwoUploadsUnderOneNameTheLaterCounts()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Put(Eight, Csv.Ticket("A", "second"));
        await feed.DrainAsync();

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal(3, report.FilesRead);
    }

    [Fact]
    public async Task AfterAReseedOlderNamesOfTheNewEpochWin()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Put("2026-06-10T00-00-00", Csv.Ticket("A", "baseline"), Csv.Ticket("C"));
        await feed.DrainAsync(reseed: true);
        Assert.Equal("baseline", (await feed.StatusesAsync())["A"]);

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal((3, 0L), (report.FilesRead, report.NamedByNothing));
    }

    [Fact]
    public async Task ANewBucketCoversWhatItNames()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Delete($"{feed.Dataset.ProcessedFolder}{Seven}.csv");
        feed.Delete($"{feed.Dataset.ProcessedFolder}{Eight}.csv");
        feed.Put(Seven, Csv.Ticket("A", "baseline"));
        await feed.DrainAsync(reseed: true);

        var (report, differences) = await feed.VerifyAsync();

        Assert.Empty(differences);
        Assert.Equal((1, 2, 1L, false), (report.FilesRead, report.FilesWithoutObject, report.LastNamedElsewhere, report.NeedsAttention));
    }

    [Fact]
    public async Task ARunBesideItChangesNothingOfWhatItSees()
    {
        await using var feed = await DrainedAsync("inc");

        var (_, differences) = await feed.VerifyAsync(meanwhile: async () =>
        {
            feed.Put(Nine, Csv.Ticket("A", "z"), Csv.Ticket("C"));
            await feed.DrainAsync();
        });

        Assert.Empty(differences);
    }

    [Fact]
    public async Task AFileThatMovesOnWhileItIsReadIsNoDifference()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Put(Nine, Csv.Ticket("A", "z"));
        var bucket = new FaultyBucket(feed.Bucket)
        {
            BeforeOpen = opened =>
            {
                if (opened.Key == feed.Key(Nine))
                    feed.Move(opened.Key, $"{feed.Dataset.ProcessedFolder}{Nine}.csv");
            },
        };

        var (report, differences) = await feed.VerifyAsync(bucket: bucket);

        Assert.Empty(differences);
        Assert.Equal(2, report.FilesRead);
    }

    [Fact]
    public async Task AFileThatIsReplacedInMidDownloadLeavesTheOthersCompared()
    {
        await using var feed = await DrainedAsync("inc");
        feed.Put(Nine, Csv.Tickets(100));
        var (reads, opened) = (0, new BucketObject("", "", 0));
        var bucket = new FaultyBucket(feed.Bucket)
        {
            BeforeOpen = next => (reads, opened) = (0, next),
            Content = content => new BreakingStream(content, () =>
            {
                if (opened.Key == feed.Key(Nine) && ++reads == 2)
                    throw new ObjectGoneException(opened);
            }),
        };

        var (report, differences) = await feed.VerifyAsync(bucket: bucket);

        Assert.Empty(differences);
        Assert.Equal((2, 2L), (report.FilesRead, report.Tickets));
    }

    [Fact]
    public async Task ItLeavesNothingBehind()
    {
        await using var feed = await DrainedAsync("inc");
        var (ledger, tickets) = (await LedgerVersionsAsync(), await feed.VersionsAsync());

        await feed.VerifyAsync();

        Assert.Equal(ledger, await LedgerVersionsAsync());
        Assert.Equal(tickets, await feed.VersionsAsync());
        Assert.Equal(0, await feed.ScalarAsync<long>("select count(*) from pg_class where relname in ('shadow_tickets', 'staged_records')"));

        Task<List<string>> LedgerVersionsAsync() => feed.QueryAsync<string>("select key || ' ' || xmin || ' ' || ctid from tickets.import_files order by 1");
    }

    /// <summary>A is x and then y, B is x.</summary>
    private async Task<TestFeed> DrainedAsync(string dataset)
    {
        var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A", "x"), Csv.Ticket("B", "x"));
        feed.Put(Eight, Csv.Ticket("A", "y"));
        await feed.DrainAsync();
        return feed;
    }

    private static string TimeOf(int file) => new DateTime(2026, 5, 1, 0, 0, 0, DateTimeKind.Unspecified).AddMinutes(20 * file).ToString("yyyy-MM-dd'T'HH-mm-ss", System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<string> RecordsOf(int file, Random dice) =>
        Enumerable.Range(0, 6).Select(_ => Csv.Ticket($"WOT{dice.Next(300):0000}", $"s{file % 7}"));
}
