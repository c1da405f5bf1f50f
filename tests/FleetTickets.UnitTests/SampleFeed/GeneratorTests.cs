using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.SampleFeed;

public sealed class GeneratorTests
{
    [Fact]
    public void TheSameParametersGiveTheSameBytes()
    {
        using var one = new WrittenFeed();
        using var other = new WrittenFeed();
        Assert.Equal(one.Contents, other.Contents);
    }

    [Fact]
    public void AnotherSeedGivesAnotherFeed()
    {
        using var one = new WrittenFeed("--seed", "1");
        using var other = new WrittenFeed("--seed", "2");
        Assert.NotEqual(File.ReadAllText(one.ChangeFile("inc", 1)), File.ReadAllText(other.ChangeFile("inc", 1)));
    }

    [Theory]
    [InlineData("1", "13")]
    [InlineData("5", "9")]
    public void AContinuedFeedIsTheFeedThatOneRunWouldHaveWritten(string first, string more)
    {
        using var continued = new WrittenFeed("--files", first);
        continued.Continue("--files", more);
        using var whole = new WrittenFeed("--files", "14");
        Assert.Equal(whole.Contents, continued.Contents);
    }

    [Fact]
    public void ContinuingLeavesTheFilesBeforeAlone()
    {
        using var feed = new WrittenFeed("--files", "2");
        // As a loader would, after it has applied them.
        foreach (var applied in feed.ChangeFiles("inc"))
            File.Delete(applied);
        feed.Continue("--files", "1");
        Assert.Equal("2026-06-15T06-40-00.csv", Path.GetFileName(Assert.Single(feed.ChangeFiles("inc"))));
    }

    [Fact]
    public void OneTypeIsTheSameFeedWithAndWithoutTheOther()
    {
        using var both = new WrittenFeed();
        using var crq = new WrittenFeed("--type", "crq");
        Assert.False(Directory.Exists(Path.Combine(crq.Root, "automations", "inc")));
        Assert.Equal(File.ReadAllBytes(both.ChangeFile("crq", 2)), File.ReadAllBytes(crq.ChangeFile("crq", 2)));
    }

    [Fact]
    public void ALateFileThatIsWrittenApartIsTheSameFileInAnotherPlace()
    {
        using var together = new WrittenFeed();
        using var apart = new WrittenFeed("--late-apart");
        var late = together.ChangeFile("inc", 6);
        Assert.False(File.Exists(apart.ChangeFile("inc", 6)));
        Assert.Equal(File.ReadAllBytes(late), File.ReadAllBytes(Path.Combine(apart.Root, "late", "inc", Path.GetFileName(late))));
        Assert.Equal(together.Contents["expected/inc.jsonl"], apart.Contents["expected/inc.jsonl"]);
    }

    [Fact]
    public void BadRecordsCanBeLeftOut()
    {
        using var feed = new WrittenFeed("--no-bad-records");
        Assert.Equal(0, feed.Summary("inc").GetProperty("totals").GetProperty("rejected").GetInt32());
    }

    [Theory]
    [InlineData("inc", "--tickets 300 --rows-per-delta 20 --files 14")]
    [InlineData("crq", "--tickets 300 --rows-per-delta 20 --files 14")]
    [InlineData("inc", "--tickets 50 --rows-per-delta 40 --files 60")]
    [InlineData("crq", "--tickets 12 --rows-per-delta 10 --files 60")]
    [InlineData("inc", "--tickets 1 --rows-per-delta 1 --files 8")]
    [InlineData("inc", "--tickets 300 --rows-per-delta 20 --no-bad-records")]
    public void TheExpectedStateIsWhatTheFilesLeadTo(string type, string options)
    {
        using var feed = new WrittenFeed(options.Split(' '));
        var fold = FeedFold.Of(feed.ChangeFiles(type));
        var expected = feed.ExpectedTickets(type).ToDictionary(
            ticket => ticket.GetProperty("ticket_id").GetString()!,
            ticket => ticket.GetProperty("raw").EnumerateObject().ToDictionary(column => column.Name, column => column.Value.GetString()!));
        Assert.Equal(fold.Tickets.Keys, expected.Keys);
        Assert.All(fold.Tickets, ticket => Assert.Equal(ticket.Value, expected[ticket.Key]));
    }

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public void ExpectedTicketsAreSortedOrdinally(string type)
    {
        using var feed = new WrittenFeed();
        var ids = feed.ExpectedTickets(type).Select(ticket => ticket.GetProperty("ticket_id").GetString()).ToList();
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public void TheSummaryCountsTheRecordsOfEveryFile(string type)
    {
        using var feed = new WrittenFeed("--files", "14");
        var fold = new FeedFold();
        foreach (var file in feed.Summary(type).GetProperty("files").EnumerateArray())
        {
            var told = file.GetProperty("counts").EnumerateObject().ToDictionary(count => count.Name, count => count.Value.GetInt32());
            Assert.Equivalent(fold.Apply(Path.Combine(feed.Root, file.GetProperty("key").GetString()!)), told, strict: true);
        }
        Assert.Equal(fold.Tickets.Count, feed.Summary(type).GetProperty("rows").GetInt32());
    }
}
