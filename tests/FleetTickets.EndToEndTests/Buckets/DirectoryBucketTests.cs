using System.Diagnostics;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.Directories;

namespace FleetTickets.EndToEndTests;

public sealed class DirectoryBucketTests : ChangeBucketContract
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("ft-bucket-");
    private readonly TestDirectoryBucket _outside;

    public DirectoryBucketTests()
    {
        _outside = new TestDirectoryBucket(_root.FullName);
        Bucket = new DirectoryBucket(_root.FullName);
    }

    protected override IChangeBucket Bucket { get; }

    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        Bucket.Dispose();
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    protected override Task PutAsync(string key, string content) => _outside.PutAsync(key, System.Text.Encoding.UTF8.GetBytes(content));

    /// <summary>A rename that never overwrites is a link and an unlink.</summary>
    protected override async Task BeginMoveAsync(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(target))!);
        using var link = Process.Start("ln", [PathOf(source), PathOf(target)]);
        await link.WaitForExitAsync(Cancellation);
        Assert.Equal(0, link.ExitCode);
    }

    private string PathOf(string key) => Path.Combine(_root.FullName, key);
}
