using System.Text;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>What the drain relies on, whatever a bucket is made of.</summary>
public abstract class ChangeBucketContract : IAsyncLifetime
{
    private const string Name = "2025-06-15T17-00-00.csv";

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;
    private static readonly string Key = Dataset.ChangesFolder + Name;
    private static readonly string ArchivedKey = Dataset.ProcessedFolder + Name;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>What is under test; made by <see cref="InitializeAsync"/>.</summary>
    protected abstract IChangeBucket Bucket { get; }

    public abstract ValueTask InitializeAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public async Task AListingIsWholeAndSorted()
    {
        var names = Enumerable.Range(0, 1_003).Select(minute => new DateTime(2025, 6, 15).AddMinutes(minute).ToString("yyyy-MM-dd'T'HH-mm-ss'.csv'", null)).ToList();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Cancellation };
        await Parallel.ForEachAsync(Enumerable.Reverse(names), parallel, async (name, _) => await PutAsync(Dataset.ChangesFolder + name, name));
        await PutAsync(ArchivedKey, "of another folder");

        var listing = await Bucket.ListAsync(Dataset.ChangesFolder, Cancellation);

        Assert.Equal(names.Select(name => (Dataset.ChangesFolder + name, (long)name.Length)), listing.Select(found => (found.Key, found.Size)));
    }

    [Fact]
    public async Task AnEmptyFolderIsAnEmptyListing() => Assert.Empty(await Bucket.ListAsync(Dataset.ChangesFolder, Cancellation));

    [Theory]
    [InlineData(0, "ticket_id,…")]
    [InlineData(7, "id,…")]
    [InlineData(13, "")]
    public async Task AnObjectIsReadFromAnyByteOn(long offset, string rest)
    {
        await PutAsync(Key, "ticket_id,…");

        Assert.Equal(rest, await ReadAsync(await ListedAsync(), offset));
    }

    [Fact]
    public async Task AnObjectThatIsGoneIsNeitherReadNorMoved()
    {
        await PutAsync(Key, "content");
        var listed = await ListedAsync();
        await Bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation);

        await Assert.ThrowsAsync<ObjectGoneException>(() => ReadAsync(listed, offset: 0));
        Assert.Equal("content", await ReadAsync(Assert.Single(await Bucket.ListAsync(Dataset.ProcessedFolder, Cancellation)), offset: 0));
    }

    [Fact]
    public async Task AnObjectThatWasReplacedIsNeitherReadNorMoved()
    {
        await PutAsync(Key, "first");
        var listed = await ListedAsync();
        await PutAsync(Key, "second");

        await Assert.ThrowsAsync<ObjectGoneException>(() => ReadAsync(listed, offset: 0));
        await Assert.ThrowsAsync<ObjectGoneException>(() => Bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation));
        Assert.Equal("second", await ReadAsync(await ListedAsync(), offset: 0));
        Assert.Empty(await Bucket.ListAsync(Dataset.ProcessedFolder, Cancellation));
    }

    [Fact]
    public async Task AMovedObjectIsInTheOtherFolderAndNowhereElse()
    {
        await PutAsync(Key, "content");

        Assert.Equal(ArchivedKey, await Bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation));

        Assert.Empty(await Bucket.ListAsync(Dataset.ChangesFolder, Cancellation));
        Assert.Equal("content", await ReadAsync(Assert.Single(await Bucket.ListAsync(Dataset.ProcessedFolder, Cancellation)), offset: 0));
    }

    [Fact]
    public async Task AMoveThatWasKilledBetweenItsHalvesIsFinished()
    {
        await PutAsync(Key, "content");
        await BeginMoveAsync(Key, ArchivedKey);

        Assert.Equal(ArchivedKey, await Bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation));

        Assert.Empty(await Bucket.ListAsync(Dataset.ChangesFolder, Cancellation));
        Assert.Single(await Bucket.ListAsync(Dataset.ProcessedFolder, Cancellation));
    }

    [Fact]
    public async Task AnArchivedObjectWithOtherContentIsNotOverwritten()
    {
        await PutAsync(ArchivedKey, "first");
        await PutAsync(Key, "second");
        var listed = await ListedAsync();

        var archivedAs = await Bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation);

        Assert.Equal($"{Dataset.ProcessedFolder}2025-06-15T17-00-00.{listed.ETag}.csv", archivedAs);
        var archived = await Bucket.ListAsync(Dataset.ProcessedFolder, Cancellation);
        Assert.Equal(["first", "second"], (await Task.WhenAll(archived.Select(copy => ReadAsync(copy, offset: 0)))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("a b+c%41&d=e?f#g.csv")]
    [InlineData("é’🚚.csv")]
    public async Task AnOddNameIsANameLikeAnyOther(string name)
    {
        await PutAsync(Dataset.ChangesFolder + name, "content");
        var listed = await ListedAsync();

        Assert.Equal("content", await ReadAsync(listed, offset: 0));
        Assert.Equal(Dataset.FailedFolder + name, await Bucket.MoveAsync(listed, Dataset.FailedFolder, Cancellation));
    }

    protected abstract Task PutAsync(string key, string content);

    /// <summary>What a kill in the middle of a move leaves: the object under both keys.</summary>
    protected abstract Task BeginMoveAsync(string source, string target);

    protected async Task<BucketObject> ListedAsync() => Assert.Single(await Bucket.ListAsync(Dataset.ChangesFolder, Cancellation));

    protected async Task<string> ReadAsync(BucketObject source, long offset)
    {
        using var reader = new StreamReader(await Bucket.OpenAsync(source, offset, Cancellation), Encoding.UTF8);
        return await reader.ReadToEndAsync(Cancellation);
    }
}
