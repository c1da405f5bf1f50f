using FleetTickets.Engine.Bucket.Directories;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Bucket;

[Collection(ProcessWideState.Name)]
public sealed class DirectoryLinkTests
{
    private static readonly string Folder = TicketDatasets.Inc.ChangesFolder;

    [Fact]
    public async Task EverySymbolicLinkIsNamedAndNoneIsFollowed()
    {
        using var outside = new TemporaryDirectory();
        using var root = new TemporaryDirectory();
        using var bucket = new DirectoryBucket(root.FullName);
        Directory.CreateDirectory(root.PathOf(Folder));
        File.CreateSymbolicLink(root.PathOf(Folder + "2026-06-15T18-00-00.csv"), outside.Write("2026-06-15T17-00-00.csv", "not ours"));
        File.CreateSymbolicLink(root.PathOf(Folder + "2026-06-15T19-00-00.csv"), "nowhere");
        Directory.CreateSymbolicLink(root.PathOf(Folder + "2026-06-15T20-00-00.csv"), outside.FullName);
        using var log = new WrittenLog();

        Assert.Empty(await bucket.ListAsync(Folder, TestContext.Current.CancellationToken));
        foreach (var hour in new[] { 18, 19, 20 })
            Assert.Contains($"{Folder}2026-06-15T{hour}-00-00.csv is a symbolic link and is left alone", log.Text, StringComparison.Ordinal);
    }
}
