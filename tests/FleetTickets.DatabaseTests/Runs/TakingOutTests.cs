using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>An applied file that should not have been: skipped, its tickets are what the other files say.</summary>
public sealed class TakingOutTests(PostgresFixture postgres)
{
    private const string Six = "2026-06-15T06-00-00";
    private const string Seven = "2026-06-15T07-00-00";
    private const string Eight = "2026-06-15T08-00-00";
    private const string Nine = "2026-06-15T09-00-00";

    private static readonly BatchRule Together = new(FewestFiles: 2, MostBytes: long.MaxValue);

    public static TheoryData<string, bool> Ways => new()
    {
        { "inc", false }, { "inc", true }, { "crq", false }, { "crq", true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task ItsTicketsAreFoldedFromTheFilesBeforeItHoweverTheyWereLoaded(string dataset, bool together)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Six, Csv.Ticket("A", "6"), Csv.Ticket("B", "6"), Csv.Ticket("C", "6"));
        feed.Put(Seven, Csv.Ticket("A", "7"), Csv.Ticket("A", "7 again"));
        feed.Put(Eight, Csv.Ticket("A", "8"), Csv.Ticket("B", "8"), Csv.Ticket("C", "8"));
        feed.Put(Nine, Csv.Ticket("C", "9"));
        await feed.DrainAsync(batches: together ? Together : null);

        var decided = Assert.Single(await feed.SkipAsync(keys: $"{Eight}.csv"));

        Assert.Equal(("applied", 0L), (decided.Before, decided.TicketsLeft));
        Assert.Equal(new() { ["A"] = "7 again", ["B"] = "6", ["C"] = "9" }, await feed.StatusesAsync());
        Assert.Equal(["applied", "applied", "skipped", "applied"], (await feed.LedgerAsync()).Select(row => row.Status));
        Assert.Equal(feed.Key(Nine), await feed.WatermarkAsync());
        Assert.Empty((await feed.VerifyAsync()).Differences);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task LateFilesMeetWhatIsLeft(string dataset, bool together)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A", "7"));
        feed.Put(Nine, Csv.Ticket("A", "9"), Csv.Ticket("B", "9"));
        await feed.DrainAsync(batches: together ? Together : null);
        await feed.SkipAsync(keys: $"{Nine}.csv");
        feed.Put(Six, Csv.Ticket("A", "6"), Csv.Ticket("B", "6"));
        feed.Put(Eight, Csv.Ticket("B", "8"));

        await feed.DrainAsync();

        Assert.Equal(new() { ["A"] = "7", ["B"] = "8" }, await feed.StatusesAsync());
        Assert.Equal(feed.Key(Eight), await feed.WatermarkAsync());
    }

    [Theory]
    [InlineData("inc")]
    [InlineData("crq")]
    public async Task AFileFromAClockThatWasAheadFreezesNothingAfterwards(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A", "7"));
        await feed.DrainAsync();
        var now = feed.Clock.GetUtcNow();
        feed.Clock.SetUtcNow(now.AddYears(36));
        feed.Put("2062-06-15T07-00-00", Csv.Ticket("A", "2062"));
        await feed.DrainAsync();
        feed.Put(Eight, Csv.Ticket("A", "8"));
        await feed.DrainAsync();
        Assert.Equal("2062", (await feed.StatusesAsync())["A"]);

        await feed.SkipAsync(keys: "2062-06-15T07-00-00.csv");
        feed.Put(Nine, Csv.Ticket("A", "9"));
        var report = await feed.DrainAsync();

        Assert.Equal((1, 0), (report.FilesApplied, report.FilesLate));
        Assert.Equal("9", (await feed.StatusesAsync())["A"]);
        Assert.DoesNotContain("another program", (await feed.LedgerAsync()).Select(row => row.Reason ?? ""));
    }

    [Fact]
    public async Task ALocalFileIsTakenOutByItsKey()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "7"));
        await feed.DrainAsync();
        await feed.LoadLocalAsync("export.csv", [Csv.Ticket("A", "local")]);

        Assert.Equal("local", Assert.Single(await feed.SkipAsync(keys: "local/export.csv")).Before);

        Assert.Equal("7", (await feed.StatusesAsync())["A"]);
        Assert.Equal(feed.Key(Seven), await feed.WatermarkAsync());
    }

    [Fact]
    public async Task TicketsThatNoOtherFileNamesStayAndAreCountedAndAnyFileMayHaveThem()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        await feed.LoadLocalAsync($"{Seven}.csv", [Csv.Ticket("A", "local")]);
        feed.Put(Six, Csv.Ticket("A", "6"));
        feed.Put(Eight, Csv.Ticket("A", "8"), Csv.Ticket("B", "8"));
        await feed.DrainAsync();

        var decided = Assert.Single(await feed.SkipAsync(keys: $"{Eight}.csv"));

        Assert.Equal(2, decided.TicketsLeft);
        Assert.Equal(new() { ["A"] = "8", ["B"] = "8" }, await feed.StatusesAsync());
        feed.Put("2026-06-15T06-30-00", Csv.Ticket("B", "6:30"));
        await feed.DrainAsync();
        Assert.Equal("6:30", (await feed.StatusesAsync())["B"]);
    }

    [Fact]
    public async Task ItComesBackWithRetry()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "7"));
        feed.Put(Eight, Csv.Ticket("A", "8"));
        await feed.DrainAsync();
        await feed.SkipAsync(keys: $"{Eight}.csv");

        await feed.RetryAsync(keys: $"{Eight}.csv");
        await feed.DrainAsync();

        Assert.Equal("8", (await feed.StatusesAsync())["A"]);
        Assert.Equal(feed.Key(Eight), await feed.WatermarkAsync());
    }

    [Fact]
    public async Task SeveralAreTakenOutOneAfterTheOther()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Six, Csv.Ticket("A", "6"));
        feed.Put(Seven, Csv.Ticket("A", "7"));
        feed.Put(Eight, Csv.Ticket("A", "8"));
        await feed.DrainAsync(batches: Together);

        await feed.SkipAsync(dryRun: false, $"{Eight}.csv", $"{Seven}.csv");

        Assert.Equal("6", (await feed.StatusesAsync())["A"]);
    }

    [Fact]
    public async Task ADryRunChangesNothing()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "7"));
        feed.Put(Eight, Csv.Ticket("A", "8"));
        await feed.DrainAsync();

        Assert.Equal("tickets as other files have them: 1, as they were: 0", Assert.Single(await feed.SkipAsync(dryRun: true, $"{Eight}.csv")).Reason);

        Assert.Equal("8", (await feed.StatusesAsync())["A"]);
        Assert.Equal(["applied", "applied"], (await feed.LedgerAsync()).Select(row => row.Status));
    }

    [Fact]
    public async Task WhatWouldNeedAFileThatCannotBeReadIsRefusedAndNothingIsDone()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "7"));
        feed.Put(Eight, Csv.Ticket("A", "8"));
        await feed.DrainAsync();
        feed.PutAt($"{feed.Dataset.ProcessedFolder}{Seven}.csv", "something else"u8.ToArray());

        var refused = await Assert.ThrowsAsync<FileChoiceException>(() => feed.SkipAsync(keys: $"{Eight}.csv"));

        Assert.Contains($"{Seven}.csv is not what was applied", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal("8", (await feed.StatusesAsync())["A"]);
    }
}
