using System.Globalization;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Faults;
using Serilog;

namespace FleetTickets.Engine.Bucket;

/// <summary>A directory with a bucket's layout, named by <c>file:///absolute/dir</c>. Moves are renames.</summary>
public sealed class DirectoryBucket(string root) : IChangeBucket
{
    private const int ReadBuffer = 256 << 10;

    private readonly string _root = Path.GetFullPath(root);

    public Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation) => GuardedAsync(folder, () =>
    {
        if (!Directory.Exists(_root))
            throw new BucketException($"bucket directory {_root}: no such directory");
        var directory = new DirectoryInfo(PathOf(folder));
        if (!directory.Exists)
            return [];

        // Also a link to a folder, and one that leads nowhere: what it stands for may lie anywhere on this machine.
        var entries = directory.EnumerateFileSystemInfos().ToLookup(entry => entry.LinkTarget is not null);
        foreach (var link in entries[true])
            Log.Warning("{Key} is a symbolic link and is left alone", folder + link.Name);
        // Exists is asked once: size and time come from the same look at the file.
        var files = entries[false].OfType<FileInfo>().ToLookup(file => file.Exists);
        foreach (var lost in files[false])
            Log.Warning("{Key} is left alone: its name is not UTF-8, or it went away while the folder was listed", folder + lost.Name);
        return (IReadOnlyList<BucketObject>)[.. files[true].Select(file => Listed(folder, file)).OrderBy(found => found.Key, StringComparer.Ordinal)];
    });

    public Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation) => GuardedAsync(source.Key, () =>
    {
        ThrowIfGone(source);
        // A named pipe has no size either, and to open it is to wait for a writer.
        if (offset >= source.Size)
            return Stream.Null;
        var content = new FileStream(PathOf(source.Key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, ReadBuffer);
        content.Seek(offset, SeekOrigin.Begin);
        return (Stream)content;
    });

    public Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation) => GuardedAsync(source.Key, async () =>
    {
        Directory.CreateDirectory(PathOf(folder));
        ThrowIfGone(source);
        foreach (var key in new[] { ArchiveName.In(folder, source), ArchiveName.WithTagIn(folder, source) })
        {
            if (await RenameAsync(source, key, cancellation))
                return key;
        }
        throw new BucketException($"{source.Key}: cannot be moved to {folder}, both names for it are taken there by other files");
    });

    public void Dispose()
    {
    }

    /// <summary>False when another file has the name. Never overwrites.</summary>
    private async Task<bool> RenameAsync(BucketObject source, string key, CancellationToken cancellation)
    {
        var (from, to) = (PathOf(source.Key), PathOf(key));
        // A rename that never overwrites is a link and an unlink. A kill between the two leaves both names on one file, and renaming one
        // name of a file to another one of it succeeds and does nothing.
        if (new FileInfo(to) is { Exists: true } taken)
        {
            if (TagOf(taken) != source.ETag)
                return false;
        }
        else if (!HardLink.TryCreate(from, to))
        {
            File.Move(from, to, overwrite: false);
            return true;
        }
        await Fault.AtAsync(FaultPoint.BetweenCopyAndDelete, cancellation);
        File.Delete(from);
        return true;
    }

    private void ThrowIfGone(BucketObject source)
    {
        var file = new FileInfo(PathOf(source.Key));
        if (!file.Exists || TagOf(file) != source.ETag)
            throw new ObjectGoneException(source);
    }

    private string PathOf(string key) => Path.Combine(_root, key);

    private static BucketObject Listed(string folder, FileInfo file) =>
        new(folder + file.Name, TagOf(file), file.Length) { ArrivedAt = file.LastWriteTimeUtc };

    /// <summary>Time of the last write and size, as web servers tag static files: another upload has another tag.</summary>
    private static string TagOf(FileInfo file) =>
        string.Create(CultureInfo.InvariantCulture, $"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}");

    private static Task<T> GuardedAsync<T>(string what, Func<T> work) => GuardedAsync(what, () => Task.FromResult(work()));

    private static async Task<T> GuardedAsync<T>(string what, Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new BucketException($"{what}: {failure.Message}", failure);
        }
    }
}
