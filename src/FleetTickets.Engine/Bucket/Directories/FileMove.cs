using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using Serilog;

namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>
/// Moves one upload. First it gets its new name, then it loses the old one, and both never overwrite: a kill in between leaves two names on one
/// file, which the next move finishes. Another upload that has come under the old name meanwhile keeps it.
/// </summary>
internal sealed class FileMove(BucketFolders folders, BucketObject source, FileStamp listed)
{
    private const int CopyBuffer = 256 << 10;

    /// <summary>Returns the new key.</summary>
    public async Task<string> ToAsync(string folder, CancellationToken cancellation)
    {
        foreach (var key in new[] { ArchiveName.In(folder, source), ArchiveName.WithTagIn(folder, source) })
        {
            if (!await PlaceAsync(key, cancellation))
                continue;
            await Fault.AtAsync(FaultPoint.BetweenCopyAndDelete, cancellation);
            TakeAway();
            return key;
        }
        throw new BucketException($"{source.Key}: cannot be moved to {folder}, both names for it are taken there by other files");
    }

    /// <returns>False when another file has the name.</returns>
    private async Task<bool> PlaceAsync(string key, CancellationToken cancellation)
    {
        var (from, to) = (folders.Locate(source.Key), folders.PathOf(key));
        return PosixFile.Link(from, to) switch
        {
            PosixFile.LinkOutcome.Made => HoldsOnlyWhatWasListed(to),
            PosixFile.LinkOutcome.NameTaken => IsThere(to),
            _ => await CopyAsync(from, key, cancellation),
        };
    }

    private bool HoldsOnlyWhatWasListed(string to)
    {
        if (PosixFile.Look(to) is { } placed && placed.IsSameFile(listed))
            return true;
        File.Delete(to);
        throw new ObjectGoneException(source);
    }

    /// <summary>An earlier attempt, or somebody else, has put it there.</summary>
    private bool IsThere(string to) =>
        PosixFile.Look(to) is { } taken && (taken.IsSameFile(listed) || BucketFile.TagOf(to) == source.ETag);

    /// <summary>To another file system, or within one that knows no second names. Under the new name it is whole, or it is not there.</summary>
    private async Task<bool> CopyAsync(string from, string key, CancellationToken cancellation)
    {
        var (to, copying) = (folders.PathOf(key), folders.CopyingPathOf(key));
        if (PosixFile.Look(to) is not null)
            return IsThere(to);
        try
        {
            await WriteAsync(from, copying, cancellation);
            File.Move(copying, to, overwrite: false);
            PosixFile.SyncDirectory(Path.GetDirectoryName(to)!);
            return true;
        }
        finally
        {
            File.Delete(copying);
        }
    }

    private async Task WriteAsync(string from, string copying, CancellationToken cancellation)
    {
        await using (var original = BucketFile.Open(source, from, listed))
        await using (var copy = new FileStream(copying, FileMode.Create, FileAccess.Write, FileShare.None, CopyBuffer))
        {
            await original.CopyToAsync(copy, cancellation);
            copy.Flush(flushToDisk: true);
        }
        File.SetLastWriteTimeUtc(copying, listed.WrittenAt);
        if (BucketFile.TagOf(copying) != source.ETag)
            throw new ObjectGoneException(source);
    }

    /// <summary>Checks the file again once no other one can take its place, and gives the name back when another one had.</summary>
    private void TakeAway()
    {
        var (from, moving) = (folders.PathOf(source.Key), folders.MovingPathOf(source.Key));
        if (PosixFile.Look(from) is not null)
            File.Move(from, moving, overwrite: true);
        if (PosixFile.Look(moving) is { } taken && !taken.IsSameFile(listed))
        {
            Log.Warning("Another upload of {Key} has come while the listed one was moved; the next run takes it", source.Key);
            // A still newer one that has the name already has overwritten this one.
            PosixFile.Link(moving, from);
        }
        File.Delete(moving);
    }
}
