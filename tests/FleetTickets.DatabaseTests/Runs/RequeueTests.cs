using FleetTickets.DatabaseTests.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Runs;

/// <summary>Files that a person puts back into changes/.</summary>
public sealed class RequeueTests(PostgresFixture postgres)
{
    private const string Seven = "2026-06-15T07-00-00";
    private const string Eight = "2026-06-15T08-00-00";

    public static TheoryData<string> Datasets => TestFeed.Datasets;

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task AFailedFileIsMergedByTheNextRun(string dataset)
    {
        await using var feed = await FailedAsync(dataset);

        var file = Assert.Single(await feed.RetryAsync(keys: $"{Seven}.csv"));
        // The same file under a greater tolerance: what is mended is somebody's decision, not the file.
        await feed.DrainAsync(maxRejectPercent: 100);

        Assert.Equal(("failed", $"{feed.Dataset.FailedFolder}{Seven}.csv"), (file.Before, file.File.Key));
        Assert.Equal(["A", "B"], (await feed.StatusesAsync()).Keys);
        Assert.Equal(["applied", "applied"], (await feed.LedgerAsync()).Select(row => row.Status));
        Assert.Empty(feed.NamesIn(feed.Dataset.FailedFolder));
        Assert.Equal([$"{Seven}.csv", $"{Eight}.csv"], feed.NamesIn(feed.Dataset.ProcessedFolder));
    }

    [Theory]
    [MemberData(nameof(Datasets))]
    public async Task ADryRunMovesNothingAndLeavesNoRun(string dataset)
    {
        await using var feed = await FailedAsync(dataset);
        var runs = await feed.ScalarAsync<long>("select count(*) from tickets.import_runs");

        Assert.Single(await feed.RetryAsync(dryRun: true, $"{Seven}.csv"));

        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
        Assert.Equal(runs, await feed.ScalarAsync<long>("select count(*) from tickets.import_runs"));
    }

    [Theory]
    [InlineData("automations/inc/failed/2026-06-15T07-00-00.csv")]
    [InlineData("automations/inc/changes/2026-06-15T07-00-00.csv")]
    [InlineData("2026-06-15T07-00-00.csv")]
    public async Task AFileGoesByEachOfItsKeys(string key)
    {
        await using var feed = await FailedAsync("inc");

        await feed.RetryAsync(keys: key);

        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Fact]
    public async Task OneOfTwoFailedUploadsIsChosenByItsOwnKeyAndGetsItsNameBack()
    {
        await using var feed = await FailedAsync("inc");
        feed.PutContent($"{Seven}.csv", []);
        await feed.DrainAsync();
        var tagged = Assert.Single(feed.NamesIn(feed.Dataset.FailedFolder), name => name != $"{Seven}.csv");

        var refused = await Assert.ThrowsAsync<FileChoiceException>(() => feed.RetryAsync(keys: $"{feed.Key(Seven)}"));
        await feed.RetryAsync(keys: tagged);

        Assert.Contains("fits several", Assert.Single(refused.Problems), StringComparison.Ordinal);
        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Fact]
    public async Task WhatIsAppliedOrUnknownIsRefusedAndNothingIsDone()
    {
        await using var feed = await FailedAsync("inc");

        var refused = await Assert.ThrowsAsync<FileChoiceException>(() => feed.RetryAsync(dryRun: false, $"{Seven}.csv", $"{Eight}.csv", "nonsense"));

        Assert.Equal(2, refused.Problems.Count);
        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.FailedFolder));
        Assert.Equal("refused", await feed.ScalarAsync<string>("select outcome from tickets.import_runs order by run_id desc limit 1"));
    }

    /// <summary>The database was restored from a dump that is older than all uploads.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task AfterARestoreAllUploadsOfANameGoBackAtOnceAndTheLatestWins(int uploads)
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        for (var upload = 1; upload <= uploads; upload++)
        {
            feed.Put(Seven, Csv.Ticket("A", $"upload {upload}"), Csv.Ticket($"B{upload}", "x"));
            await feed.DrainAsync();
        }
        var (tickets, processed) = (await feed.StatusesAsync(), feed.NamesIn(feed.Dataset.ProcessedFolder).ToArray());
        await feed.ForgetAsync();

        await feed.RetryAsync(keys: processed);
        await feed.DrainAsync();

        Assert.Equal(tickets, await feed.StatusesAsync());
        Assert.Empty(feed.NamesIn(feed.Dataset.ChangesFolder));
        Assert.Equal(processed.Length, feed.NamesIn(feed.Dataset.ProcessedFolder).Count());
        Assert.Empty((await feed.VerifyAsync()).Differences);
    }

    /// <summary>The dump knows nothing of the decision, so the bucket has to.</summary>
    [Fact]
    public async Task AfterARestoreWhatWasSkippedIsNotAmongWhatWasApplied()
    {
        await using var feed = await TestFeed.StartAsync(postgres, "inc");
        feed.Put(Seven, Csv.Ticket("A", "wrong"));
        await feed.SkipAsync(keys: $"{Seven}.csv");
        await feed.ForgetAsync();

        Assert.Empty(feed.NamesIn(feed.Dataset.ProcessedFolder));
        Assert.Equal(0, (await feed.VerifyAsync()).Report.FilesDifferent);
        await feed.RetryAsync(keys: $"{Seven}.csv");
        Assert.Equal([$"{Seven}.csv"], feed.NamesIn(feed.Dataset.ChangesFolder));
    }

    [Fact]
    public async Task AMendedUploadThatWaitsIsNotCovered()
    {
        await using var feed = await FailedAsync("inc");
        feed.Put(Seven, Csv.Ticket("A", "mended"));

        var refused = await Assert.ThrowsAsync<FileChoiceException>(() => feed.RetryAsync(keys: $"{Seven}.csv"));

        Assert.Equal([$"{feed.Key(Seven)} is there already; the next run takes it"], refused.Problems);
    }

    [Fact]
    public async Task AFileThatWasNeverAppliedIsMergedInItsPlace()
    {
        await using var feed = await FailedAsync("inc");
        feed.PutAt($"{feed.Dataset.ProcessedFolder}2026-06-15T06-00-00.csv", Csv.File(Csv.Ticket("B", "older"), Csv.Ticket("C")));

        var file = Assert.Single(await feed.RetryAsync(keys: "2026-06-15T06-00-00.csv"));
        await feed.DrainAsync();

        Assert.Equal("unknown", file.Before);
        Assert.Equal(new() { ["B"] = "x", ["C"] = "Assigned" }, await feed.StatusesAsync());
        Assert.Empty((await feed.VerifyAsync()).Differences);
    }

    /// <summary>The file of seven has failed, the one of eight is applied.</summary>
    private async Task<TestFeed> FailedAsync(string dataset)
    {
        var feed = await TestFeed.StartAsync(postgres, dataset);
        feed.Put(Seven, [.. Enumerable.Repeat(Csv.BadRecord, 100), Csv.Ticket("A")]);
        feed.Put(Eight, Csv.Ticket("B", "x"));
        await feed.DrainAsync();
        return feed;
    }
}
