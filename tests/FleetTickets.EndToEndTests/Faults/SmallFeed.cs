using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

/// <summary>Three small files of one type, and what the ticket table is after each: the generator's own account, not the loader's.</summary>
internal sealed class SmallFeed
{
    public const int Count = 3;

    private readonly IReadOnlyList<string>[] _expected = new IReadOnlyList<string>[Count + 1];
    private readonly List<SmallFile> _files = [];

    private SmallFeed(TicketDataset dataset) => Dataset = dataset;

    public TicketDataset Dataset { get; }

    /// <summary>Oldest first: a baseline with bad records, a delta, a re-emission.</summary>
    public IReadOnlyList<SmallFile> Files => _files;

    public static async Task<SmallFeed> GenerateAsync(TicketDataset dataset, params string[] options)
    {
        var folder = Directory.CreateTempSubdirectory("ft-feed-");
        try
        {
            var small = new SmallFeed(dataset) { _expected = { [0] = [] } };
            var bucket = new TestDirectoryBucket(folder.CreateSubdirectory("bucket").FullName);
            var feed = new SampleFeed(folder.CreateSubdirectory("feed").FullName, bucket);
            await feed.WriteAsync(["--type", dataset.Name, "--tickets", "80", "--rows-per-delta", "12", "--files", "1", .. options]);
            for (var number = 1; number <= Count; number++)
            {
                if (number > 1)
                    await feed.WriteNextAsync(files: 1);
                await small.TakeAsync(feed, bucket, number);
            }
            return small;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The ticket table after so many files, a line a row.</summary>
    public IReadOnlyList<string> ExpectedAfter(int files) => _expected[files];

    public async Task DeliverAsync(ITestBucket bucket)
    {
        foreach (var file in Files)
            await bucket.PutAsync(Dataset.ChangesFolder + file.Name, file.Content);
    }

    private async Task TakeAsync(SampleFeed feed, TestDirectoryBucket bucket, int number)
    {
        await feed.DeliverAsync(Dataset);
        var name = (await bucket.NamesAsync(Dataset.ChangesFolder))[number - 1];
        var (read, rejected) = (await feed.CountsAsync(Dataset))[number - 1];
        _files.Add(new SmallFile(name, await bucket.ReadAsync(Dataset.ChangesFolder + name), read, rejected));
        _expected[number] = await feed.ExpectedAsync(Dataset);
    }
}

/// <param name="Name">Without the folder.</param>
/// <param name="Content">All bytes.</param>
/// <param name="Read">Records in it.</param>
/// <param name="Rejected">Those of them that a loader rejects.</param>
internal sealed record SmallFile(string Name, byte[] Content, int Read, int Rejected);

/// <summary>The small feeds of both types, made once for a class of tests.</summary>
public sealed class SmallFeeds : IAsyncLifetime
{
    private readonly Dictionary<string, SmallFeed> _feeds = [];

    public async ValueTask InitializeAsync()
    {
        foreach (var dataset in TicketDatasets.All)
            _feeds[dataset.Name] = await SmallFeed.GenerateAsync(dataset);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    internal SmallFeed Of(TicketDataset dataset) => _feeds[dataset.Name];
}
