using FleetTickets.Engine.Feed;
using Serilog;

namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>A directory with a bucket's layout, named by <c>file:///absolute/dir</c>. No link is followed, of a file or of a folder.</summary>
public sealed class DirectoryBucket(string root) : IChangeBucket
{
    private readonly BucketFolders _folders = new(root);

    public Task<IReadOnlyList<BucketObject>> ListAsync(string folder, CancellationToken cancellation) => ListAfterAsync(folder, folder, cancellation);

    public Task<IReadOnlyList<BucketObject>> ListAfterAsync(string folder, string key, CancellationToken cancellation) => GuardedAsync(folder, () =>
    {
        if (!Directory.Exists(_folders.Root))
            throw new BucketException($"bucket directory {_folders.Root}: no such directory; check TICKETS_BUCKET");
        _folders.RefuseLinks(folder);
        var directory = new DirectoryInfo(_folders.PathOf(folder));
        if (!directory.Exists)
            return [];
        // A hidden name left by a move sorts after the name itself, which is newer.
        var names = directory.EnumerateFileSystemInfos().Select(entry => BucketFolders.NameOf(entry.Name)).OfType<string>().Distinct();
        return (IReadOnlyList<BucketObject>)[.. names.Where(name => string.CompareOrdinal(folder + name, key) > 0).Order(StringComparer.Ordinal).Select(name => List(folder + name)).OfType<BucketObject>()];
    });

    public Task<bool> HasAnyAsync(string prefix, CancellationToken cancellation) => GuardedAsync(prefix, () => Directory.Exists(_folders.PathOf(prefix)));

    public Task<Stream> OpenAsync(BucketObject source, long offset, CancellationToken cancellation) => GuardedAsync(source.Key, () =>
    {
        var listed = LookAt(source);
        var content = BucketFile.Open(source, _folders.Locate(source.Key), listed);
        content.Seek(offset, SeekOrigin.Begin);
        return content;
    });

    public Task<string> MoveAsync(BucketObject source, string folder, CancellationToken cancellation) => GuardedAsync(source.Key, () =>
    {
        _folders.RefuseLinks(source.Key[..source.Key.LastIndexOf('/')]);
        _folders.RefuseLinks(folder);
        Directory.CreateDirectory(_folders.PathOf(folder));
        return new FileMove(_folders, source, LookAt(source)).ToAsync(folder, cancellation);
    });

    public void Dispose()
    {
    }

    private BucketObject? List(string key)
    {
        using var content = BucketFile.TryOpen(_folders.Locate(key), out var stamp);
        if (content is not null)
            return new BucketObject(key, FileTag.Of(stamp, content), stamp.Size) { ArrivedAt = stamp.WrittenAt, Version = stamp.Version };
        switch (PosixFile.Look(_folders.PathOf(key)))
        {
            case { Kind: FileKind.Link }:
                Log.Warning("{Key} is a symbolic link and is left alone", key);
                break;
            case { Kind: FileKind.Other }:
                Log.Warning("{Key} is left alone: it is a pipe, a socket or a device", key);
                break;
            case null:
                Log.Warning("{Key} is left alone: its name is not UTF-8, or it went away while the folder was listed", key);
                break;
        }
        return null;
    }

    /// <exception cref="ObjectGoneException">The file is not the listed one any more.</exception>
    private FileStamp LookAt(BucketObject source)
    {
        if (PosixFile.Look(_folders.Locate(source.Key)) is { IsFile: true } stamp
            && stamp.Size == source.Size && stamp.Version == source.Version && FileTag.MayBeOf(stamp, source.ETag))
            return stamp;
        throw new ObjectGoneException(source);
    }

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
