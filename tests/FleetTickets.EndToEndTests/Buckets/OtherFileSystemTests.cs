using System.Diagnostics;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.Directories;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests;

/// <summary>A directory bucket whose processed/ is a mount of another file system, a small one. To mount it takes root.</summary>
public sealed class OtherFileSystemTests : IAsyncLifetime
{
    private const int Room = 64 << 10;

    private static readonly TicketDataset Dataset = TicketDatasets.Inc;
    private static readonly string Key = Dataset.ChangesFolder + "2026-06-15T17-00-00.csv";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ft-bucket-");
    private readonly DirectoryBucket _bucket;

    public OtherFileSystemTests() => _bucket = new DirectoryBucket(_root.FullName);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Processed => PathOf(Dataset.ProcessedFolder);

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(PathOf(Dataset.ChangesFolder));
        Directory.CreateDirectory(Processed);
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Room}", "tmpfs", Processed);
    }

    public async ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        await RunAsync("umount", Processed);
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task AFileIsCopiedWholeBeforeItLosesItsName()
    {
        var content = new string('x', Room / 2);
        await File.WriteAllTextAsync(PathOf(Key), content, Cancellation);
        var listed = await ListedAsync();

        var archivedAs = await _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation);

        var archived = Assert.Single(await _bucket.ListAsync(Dataset.ProcessedFolder, Cancellation));
        Assert.Equal((archivedAs, listed.ETag, listed.Size), (archived.Key, archived.ETag, archived.Size));
        Assert.Equal(content, await File.ReadAllTextAsync(PathOf(archivedAs), Cancellation));
        Assert.Empty(await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation));
    }

    [Fact]
    public async Task AFullDiskLeavesNothingUnderTheNewNameAndTheNextMoveSucceeds()
    {
        await File.WriteAllTextAsync(PathOf(Key), new string('x', Room / 2), Cancellation);
        var listed = await ListedAsync();
        var filler = Path.Combine(Processed, "filler");
        await File.WriteAllTextAsync(filler, new string('x', (Room / 2) + 4096), Cancellation);

        await Assert.ThrowsAsync<BucketException>(() => _bucket.MoveAsync(listed, Dataset.ProcessedFolder, Cancellation));

        Assert.Equal(["filler"], Directory.EnumerateFileSystemEntries(Processed).Select(Path.GetFileName));
        Assert.True(File.Exists(PathOf(Key)));

        File.Delete(filler);
        Assert.Equal(Key.Replace("/changes/", "/processed/", StringComparison.Ordinal), await _bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation));
    }

    [Fact]
    public async Task WhatAKilledCopyHasLeftIsReplaced()
    {
        await File.WriteAllTextAsync(PathOf(Key), "whole", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(Processed, ".2026-06-15T17-00-00.csv.copying"), "who", Cancellation);
        Assert.Empty(await _bucket.ListAsync(Dataset.ProcessedFolder, Cancellation));

        var archivedAs = await _bucket.MoveAsync(await ListedAsync(), Dataset.ProcessedFolder, Cancellation);

        Assert.Equal("whole", await File.ReadAllTextAsync(PathOf(archivedAs), Cancellation));
        Assert.Single(Directory.EnumerateFileSystemEntries(Processed));
    }

    private async Task<BucketObject> ListedAsync() => Assert.Single(await _bucket.ListAsync(Dataset.ChangesFolder, Cancellation));

    private string PathOf(string key) => Path.Combine(_root.FullName, key);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync(Cancellation);
        Assert.Equal(0, process.ExitCode);
    }
}
