using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>Files that a person has left out.</summary>
public sealed class SkipTests(PostgresFixture postgres)
{
    private const string Seven = "2026-06-15T07-00-00";
    private const string Eight = "2026-06-15T08-00-00";
    private const string Future = "2026-12-31T00-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFileThatWaitsIsMovedAndNeverApplied(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A"));
        feed.Put(Eight, Csv.Ticket("B"));

        Assert.Equal("waiting", Assert.Single(await feed.SkipAsync(keys: $"{Seven}.csv")).Before);
        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
        feed.Move($"{feed.Dataset.FailedFolder}{Seven}.csv", feed.Key(Seven));
        await feed.DrainAsync();

        Assert.Equal(["B"], (await feed.StatusesAsync()).Keys);
        Assert.Equal(["skipped", "applied"], (await feed.LedgerAsync()).Select(row => row.Status));
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFailedFileIsSettledAndStaysWhereItIs(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.PutContent($"{Seven}.csv", []);
        await feed.DrainAsync();
        Assert.Equal(["failed_files"], (await feed.StatusAsync()).Alarms.Select(alarm => alarm.Code).Except(["stalled"]));

        await feed.SkipAsync(keys: $"{feed.Dataset.FailedFolder}{Seven}.csv");

        Assert.Empty((await feed.StatusAsync()).Alarms.Select(alarm => alarm.Code).Except(["stalled"]));
        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
        Assert.Matches("^skipped by a person; before: line 1: ", Assert.Single(await feed.LedgerAsync()).Reason);
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ADryRunWritesNothing(string dataset)
    {
        await using var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, Csv.Ticket("A"));

        Assert.Single(await feed.SkipAsync(dryRun: true, $"{Seven}.csv"));

        Assert.Empty(await feed.LedgerAsync());
        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    /// <summary>The tickets are still as the file left them in the epoch before.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WhatAFileDidInAnEarlierEpochStaysKnown(bool isSkipped)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, [Csv.Ticket("A"), .. Enumerable.Repeat(Csv.BadRecord, 100)]);
        await feed.DrainAsync(maxRejectPercent: 100);
        feed.Put(Eight, Csv.Ticket("B"));
        await feed.DrainAsync(reseed: true);
        Assert.True(feed.PutBack($"{Seven}.csv"));

        if (isSkipped)
            await feed.SkipAsync(keys: $"{Seven}.csv");
        else
            await feed.DrainAsync();

        Assert.Equal([isSkipped ? "skipped" : "failed", "applied"], (await feed.LedgerAsync()).Select(row => row.Status));
        var verified = await feed.VerifyAsync();
        Assert.Empty(verified.Differences);
        Assert.Equal(0, verified.Report.NamedByNothing);
    }

    [Fact]
    public async Task ANameInTheFutureCanBeSkipped()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Future, Csv.Ticket("A"));

        await feed.SkipAsync(keys: $"{Future}.csv");

        Assert.False((await feed.DrainAsync()).NeedsAttention);
    }

    [Fact]
    public async Task AKeyThatFitsNothingLeavesTheOthersAlone()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A"));

        var refused = await Assert.ThrowsAsync<FileChoiceException>(() => feed.SkipAsync(dryRun: false, $"{Seven}.csv", $"{Eight}.csv"));

        Assert.Contains("nor one that failed or was applied", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Empty(await feed.LedgerAsync());
    }

    [Fact]
    public async Task ASkippedFileCanBeTakenBack()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A"));
        await feed.SkipAsync(keys: $"{Seven}.csv");

        Assert.Equal("skipped", Assert.Single(await feed.RetryAsync(keys: $"{Seven}.csv")).Before);
        await feed.DrainAsync();

        Assert.Equal(["A"], (await feed.StatusesAsync()).Keys);
    }
}
