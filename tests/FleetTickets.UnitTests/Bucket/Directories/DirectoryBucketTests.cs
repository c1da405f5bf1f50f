using System.Diagnostics;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.Directories;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Bucket.Directories;

public sealed class DirectoryBucketTests : IDisposable
{
    private static readonly TicketDataset Dataset = TicketDatasets.All[0];
    private static readonly string Key = Dataset.ChangesFolder + "2026-06-15T17-00-00.csv";
    private static readonly string ArchivedKey = Dataset.ProcessedFolder + "2026-06-15T17-00-00.csv";
    private static readonly DateTime Uploaded = new(2026, 6, 15, 14, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryDirectory _root = new();
    private readonly DirectoryBucket _bucket;

    public DirectoryBucketTests() => _bucket = new DirectoryBucket(_root.FullName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _bucket.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task AListingIsSortedByKeyAndKnowsEverySize()
    {
        foreach (var (name, content) in new[] { ("b.csv", "22"), ("a.csv", "1"), ("B.csv", ""), ("a.csv.gz", "4444") })
            _root.Write(Dataset.ChangesFolder + name, content);

        var listing = await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation);
        Assert.Equal(
            [("B.csv", 0L), ("a.csv", 1L), ("a.csv.gz", 4L), ("b.csv", 2L)],
            listing.Select(found => (found.Key[Dataset.ChangesFolder.Length..], found.Size)));
    }

    [Fact]
    public async Task AListingHoldsNeitherFoldersNorSymbolicLinks()
    {
        var file = Write(Key, "content");
        File.CreateSymbolicLink(_root.PathOf(Dataset.ChangesFolder + "2026-06-15T18-00-00.csv"), file);
        _root.Write(Dataset.ChangesFolder + "older/2026-06-14T17-00-00.csv", "");

        Assert.Equal([Key], (await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation)).Select(found => found.Key));
    }

    [Fact]
    public async Task AMissingFolderIsEmpty() => Assert.Empty(await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation));

    [Fact]
    public async Task AMissingRootIsNoEmptyBucket()
    {
        using var nowhere = new DirectoryBucket(_root.PathOf("nowhere"));

        var missing = await Assert.ThrowsAsync<BucketException>(() => nowhere.ListAsync(Dataset.ChangesFolder, Cancellation));
        Assert.Contains(_root.PathOf("nowhere"), missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherUploadUnderTheNameHasAnotherTag()
    {
        Write(Key, "one");
        var first = await ListedAsync();
        Write(Key, "two", Uploaded.AddSeconds(1));

        Assert.NotEqual(first.ETag, (await ListedAsync()).ETag);
    }

    [Theory]
    [InlineData(0, "content")]
    [InlineData(3, "tent")]
    [InlineData(7, "")]
    public async Task AFileIsReadFromAnyByteOn(long offset, string rest)
    {
        Write(Key, "content");

        using var content = new StreamReader(await _bucket.OpenAsync(await ListedAsync(), offset, Cancellation));
        Assert.Equal(rest, await content.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task AFileThatIsGoneOrReplacedIsNeitherReadNorMoved()
    {
        Write(Key, "content");
        var listed = await ListedAsync();

        Write(Key, "CONTENT", Uploaded.AddSeconds(1));
        await IsGoneAsync(listed);
        Assert.Equal("CONTENT", File.ReadAllText(_root.PathOf(Key)));

        File.Delete(_root.PathOf(Key));
        await IsGoneAsync(listed);
    }

    [Fact]
    public async Task AMovedFileIsInTheOtherFolderAndNowhereElse()
    {
        Write(Key, "content");

        Assert.Equal(ArchivedKey, await _bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation));
        Assert.False(File.Exists(_root.PathOf(Key)));
        Assert.Equal("content", File.ReadAllText(_root.PathOf(ArchivedKey)));
    }

    [Fact]
    public async Task AMoveThatWasKilledBetweenItsTwoHalvesIsFinished()
    {
        Write(Key, "content");
        Write(ArchivedKey, "content");

        Assert.Equal(ArchivedKey, await _bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation));
        Assert.False(File.Exists(_root.PathOf(Key)));
    }

    [Fact]
    public async Task AnArchivedFileWithOtherContentIsNotOverwritten()
    {
        Write(Key, "second");
        Write(ArchivedKey, "first");
        var listed = await ListedAsync();

        var archivedAs = await _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation);
        Assert.Equal($"{Dataset.ProcessedFolder}2026-06-15T17-00-00.{listed.ETag}.csv", archivedAs);
        Assert.Equal("first", File.ReadAllText(_root.PathOf(ArchivedKey)));
        Assert.Equal("second", File.ReadAllText(_root.PathOf(archivedAs)));
    }

    [Fact]
    public async Task WhenBothNamesAreTakenTheFileStays()
    {
        Write(Key, "third");
        var listed = await ListedAsync();
        Write(ArchivedKey, "first!");
        Write($"{Dataset.ProcessedFolder}2026-06-15T17-00-00.{listed.ETag}.csv", "second!!");

        await Assert.ThrowsAsync<BucketException>(() => _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation));
        Assert.Equal("third", File.ReadAllText(_root.PathOf(Key)));
    }

    [Fact]
    public async Task ACopyWithTheTimeAndSizeOfAnotherFileHasAnotherTag()
    {
        Write(Key, "one");
        var first = await ListedAsync();
        Write(Key, "two");

        Assert.NotEqual(first.ETag, (await ListedAsync()).ETag);
        await IsGoneAsync(first);
    }

    [Fact]
    public async Task AnObjectThatIsListedWithAnotherTagOrSizeIsNeitherReadNorMoved()
    {
        Write(Key, "content");
        var listed = await ListedAsync();

        await IsGoneAsync(listed with { ETag = "never" });
        await IsGoneAsync(listed with { Size = 3 });
    }

    [Fact]
    public async Task AnUploadThatReplacesTheListedOneUnderItsTimeAndSizeIsNotMoved()
    {
        Write(Key, "one");
        var first = await ListedAsync();
        File.Delete(_root.PathOf(Key));
        Write(Key, "one");

        await IsGoneAsync(first);
        Assert.True(File.Exists(_root.PathOf(Key)));
    }

    [Fact]
    public async Task AnUploadThatComesWhileItsNamesakeIsMovedKeepsTheName()
    {
        Write(Key, "first");
        var listed = await ListedAsync();
        var arrival = new AsyncLocal<bool> { Value = true };
        Fault.Watcher = (point, _) =>
        {
            if (arrival.Value && point is FaultPoint.BetweenCopyAndDelete)
            {
                File.Delete(_root.PathOf(Key));
                Write(Key, "second", Uploaded.AddSeconds(1));
            }
            return ValueTask.CompletedTask;
        };

        Assert.Equal(ArchivedKey, await _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation));
        Fault.Watcher = null;

        Assert.Equal("first", File.ReadAllText(_root.PathOf(ArchivedKey)));
        Assert.Equal("second", await ReadAsync(await ListedAsync()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AMoveThatWasKilledWhileItTookTheNameAwayIsFinished(bool isArchived)
    {
        Write(HiddenKey(".moving"), "content");
        if (isArchived)
            Write(ArchivedKey, "content");

        var listed = await ListedAsync();
        Assert.Equal((Key, "content"), (listed.Key, await ReadAsync(listed)));
        Assert.Equal(ArchivedKey, await _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation));
        Assert.Equal("content", File.ReadAllText(_root.PathOf(ArchivedKey)));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_root.PathOf(Dataset.ChangesFolder)));
    }

    [Fact]
    public async Task ACopyThatIsNotWholeIsNotListed()
    {
        Write(HiddenKey(".copying"), "con");

        Assert.Empty(await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation));
    }

    [Fact]
    public async Task ALinkThatTakesAFilesPlaceIsNotRead()
    {
        var secret = Write("secret", "password");
        Write(Key, "content");
        var listed = await ListedAsync();
        File.Delete(_root.PathOf(Key));
        File.CreateSymbolicLink(_root.PathOf(Key), secret);

        await IsGoneAsync(listed);
        Assert.Equal("password", File.ReadAllText(secret));
    }

    [Fact]
    public async Task APipeIsNeitherListedNorWaitedFor()
    {
        Write(Key, "");
        var listed = await ListedAsync();
        File.Delete(_root.PathOf(Key));
        using (var made = Process.Start("mkfifo", [_root.PathOf(Key)]))
            await made.WaitForExitAsync(Cancellation);

        Assert.Empty(await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation));
        await IsGoneAsync(listed);
    }

    [Fact]
    public async Task AFolderThatIsALinkIsRefused()
    {
        Write(Key, "content");
        var listed = await ListedAsync();
        Directory.CreateSymbolicLink(_root.PathOf(Dataset.ProcessedFolder.TrimEnd('/')), _root.PathOf(Dataset.ChangesFolder));
        Directory.CreateSymbolicLink(_root.PathOf("automations/other"), _root.PathOf("automations"));

        foreach (var refused in new[]
        {
            await Assert.ThrowsAsync<BucketException>(() => _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation)),
            await Assert.ThrowsAsync<BucketException>(() => _bucket.ListAsync("automations/other/changes/", Cancellation)),
        })
        {
            Assert.Contains("is a symbolic link; use a directory, or mount one there", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AFolderThatCannotBeMadeIsAProblemOfTheBucket()
    {
        Write(Key, "content");
        _root.Write(Dataset.ProcessedFolder.TrimEnd('/'), "a file where the folder should be");

        var refused = await Assert.ThrowsAsync<BucketException>(async () => await _bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation));
        Assert.StartsWith(Key, refused.Message, StringComparison.Ordinal);
    }

    private string Write(string key, string content, DateTime? uploaded = null)
    {
        var path = _root.Write(key, content);
        File.SetLastWriteTimeUtc(path, uploaded ?? Uploaded);
        return path;
    }

    /// <summary>Where a move keeps a file for a moment.</summary>
    private static string HiddenKey(string state) => $"{Dataset.ChangesFolder}.2026-06-15T17-00-00.csv{state}";

    private async Task<string> ReadAsync(BucketObject listed)
    {
        using var content = new StreamReader(await _bucket.OpenAsync(listed, 0, Cancellation));
        return await content.ReadToEndAsync(Cancellation);
    }

    private async Task<BucketObject> ListedAsync() => Assert.Single(await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation));

    private async Task IsGoneAsync(BucketObject listed)
    {
        await Assert.ThrowsAsync<ObjectGoneException>(() => _bucket.OpenAsync(listed, 0, Cancellation));
        await Assert.ThrowsAsync<ObjectGoneException>(() => _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation));
    }
}
