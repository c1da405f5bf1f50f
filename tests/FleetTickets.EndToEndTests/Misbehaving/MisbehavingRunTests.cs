using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Misbehaving;

/// <summary>A run on a store that misbehaves: it loads every record, or it ends with 1 and has changed nothing.</summary>
public sealed class MisbehavingRunTests(SharedPostgres postgres)
{
    private static readonly TicketDataset Dataset = TicketDatasets.Inc;

    [Theory]
    [InlineData(Misbehaviour.BodyEndsEarlyInChunks)]
    [InlineData(Misbehaviour.RangeIsIgnored)]
    [InlineData(Misbehaviour.PageHasNoToken)]
    [InlineData(Misbehaviour.KeyTwiceInAPage)]
    [InlineData(Misbehaviour.SizeIsZero)]
    [InlineData(Misbehaviour.TagIsWeak)]
    [InlineData(Misbehaviour.ConditionIsRefusedWith400)]
    public async Task EveryRecordIsLoadedAndEveryFileMoved(Misbehaviour wrong)
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        store.Misbehaves = () => wrong;

        (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
        Assert.Empty(await bench.Bucket.NamesAsync(Dataset.ChangesFolder));
        Assert.Equal(10, (await bench.Bucket.NamesAsync(Dataset.ProcessedFolder)).Count);
    }

    [Theory]
    [InlineData(Misbehaviour.BodyIsNeverWholeInChunks, "Dataset/2025-", "the download broke off at byte ")]
    [InlineData(Misbehaviour.BodyIsNeverWholeAtClose, "Dataset/2025-", "the download broke off at byte ")]
    [InlineData(Misbehaviour.BodyIsNeverWholeByLength, "Dataset/2025-", "the download broke off at byte ")]
    [InlineData(Misbehaviour.BodyIsTooLongInChunks, "Dataset/2025-", "and sends more")]
    [InlineData(Misbehaviour.BodyIsEndless, "Dataset/2025-", "and sends more")]
    [InlineData(Misbehaviour.RangeBeginsEarlier, "Dataset/2025-", "and sent those from ")]
    [InlineData(Misbehaviour.ListingIsHtml, "listing ", "answers, but not as an S3 store; check RUSTFS_ENDPOINT")]
    [InlineData(Misbehaviour.ListingIsOtherXml, "listing ", "answers, but not as an S3 store; check RUSTFS_ENDPOINT")]
    [InlineData(Misbehaviour.ListingIsEmpty, "listing ", "answers, but not as an S3 store; check RUSTFS_ENDPOINT")]
    [InlineData(Misbehaviour.TokenRepeats, "listing ", "goes on for ever")]
    [InlineData(Misbehaviour.ListingIsRefusedWithoutText, "listing ", "(InvalidAccessKeyId, HTTP 403)")]
    public async Task TheRunEndsWith1AndHasChangedNothing(Misbehaviour wrong, string where, string why)
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        var before = store.Keys;
        store.Misbehaves = () => wrong;

        var ended = (await bench.DrainAsync(Dataset)).Expect(1);

        var line = Assert.Single(ended.ErrorLines, line => line.Contains(why, StringComparison.Ordinal));
        Assert.Contains(where.Replace("Dataset/", Dataset.ChangesFolder, StringComparison.Ordinal), line, StringComparison.Ordinal);
        Assert.Equal(before, store.Keys);
        Assert.Equal((0L, 0L), (await bench.ValueAsync<long>("select count(*) from tickets.import_files"), await bench.ValueAsync<long>($"select count(*) from {Dataset.Table}")));
    }

    [Theory]
    [InlineData(Misbehaviour.GhostIsListed, 10, "is listed, and the store has no such object")]
    [InlineData(Misbehaviour.TagIsNotSent, 0, "comes without an ETag")]
    public async Task AFileThatCannotBeHadForHoursIsNamedByEveryRunAndByTheStatus(Misbehaviour wrong, int loaded, string why)
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        store.Misbehaves = () => wrong;

        foreach (var _ in new[] { 1, 2 })
            Assert.Contains((await bench.DrainAsync(Dataset)).Expect(3).ErrorLines, line => line.Contains(why, StringComparison.Ordinal));

        Assert.Equal(loaded, await bench.ValueAsync<long>("select count(*) from tickets.import_files where status = 'applied'"));
        Assert.Contains("\"passed_over\"", (await bench.RunAsync(Dataset.Name, "--status", "--json")).Expect(3).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Misbehaviour.CopyCopiesNothing)]
    [InlineData(Misbehaviour.CopyCopiesLess)]
    [InlineData(Misbehaviour.CopyIsAnErrorWithStatus200)]
    public async Task WhatIsNotCopiedIsNotDeleted(Misbehaviour wrong)
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        var before = store.Keys;
        store.Misbehaves = () => wrong;

        (await bench.DrainAsync(Dataset)).Expect(0);
        Assert.Equal(before, store.Keys.Where(key => key.StartsWith(Dataset.ChangesFolder, StringComparison.Ordinal)));

        store.Misbehaves = () => Misbehaviour.Nothing;
        (await bench.DrainAsync(Dataset)).Expect(0);
        Assert.Empty(await bench.Bucket.NamesAsync(Dataset.ChangesFolder));
        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
    }

    [Fact]
    public async Task ARetryLosesNoFileWhereHeadAnswersForADeletedKey()
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        const string name = "2025-06-01T00-00-00.csv";
        store.Put(Dataset.ChangesFolder + name, "no change file"u8.ToArray());
        (await bench.DrainAsync(Dataset)).Expect(3);
        store.Misbehaves = () => Misbehaviour.HeadAnswersForDeletedKeys;

        (await bench.RunAsync(Dataset.Name, "--retry", name, "--apply")).Expect(0);

        Assert.Equal("no change file"u8.ToArray(), store.ContentOf(Dataset.ChangesFolder + name));
        Assert.Empty(await bench.Bucket.NamesAsync(Dataset.FailedFolder));
    }

    [Fact]
    public async Task AVerificationThatMissesObjectsNeverEndsWith0()
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        (await bench.DrainAsync(Dataset)).Expect(0);
        (await bench.RunAsync(Dataset.Name, "--verify")).Expect(0);
        store.Hide(Dataset.ProcessedFolder);

        Assert.Contains("applied files are no longer in the bucket", (await bench.RunAsync(Dataset.Name, "--verify")).Expect(3).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatIsConfiguredForAwsIsNoSettingOfARun()
    {
        await using var store = new MisbehavingStore();
        await using var bench = await DeliveredAsync(store);
        var home = Directory.CreateDirectory(Path.Combine(bench.WorkingDirectory, "home", ".aws"));
        foreach (var name in new[] { "config", "credentials" })
            await File.WriteAllTextAsync(Path.Combine(home.FullName, name), "[default\nregion = \n= broken", TestContext.Current.CancellationToken);
        foreach (var (name, value) in new[]
        {
            ("HOME", home.Parent!.FullName), ("AWS_PROFILE", "nobody"), ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"), ("AWS_ENDPOINT_URL_S3", "http://127.0.0.1:1"),
            ("AWS_REGION", "no region"), ("AWS_RETRY_MODE", "never"), ("AWS_MAX_ATTEMPTS", "none"), ("AWS_USE_FIPS_ENDPOINT", "true"),
            ("AWS_DEFAULTS_MODE", "nonsense"), ("AWS_REQUEST_CHECKSUM_CALCULATION", "nonsense"), ("AWS_USE_DUALSTACK_ENDPOINT", "maybe"),
        })
            bench.Environment[name] = value;

        (await bench.DrainAsync(Dataset)).Expect(0);

        Assert.Equal(await bench.Feed.ExpectedAsync(Dataset), await bench.TicketsAsync(Dataset));
    }

    /// <summary>So many files that they are loaded together.</summary>
    private async Task<Workbench> DeliveredAsync(MisbehavingStore store)
    {
        var bench = await Workbench.CreateAsync(postgres, new TestMisbehavingBucket(store));
        await bench.Feed.WriteAsync("--type", Dataset.Name, "--tickets", "60", "--files", "10", "--no-bad-records");
        await bench.Feed.DeliverAsync(Dataset);
        return bench;
    }
}
