using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>A file of a directory bucket, opened so that what is read is what was looked at.</summary>
internal static class BucketFile
{
    private const int ReadBuffer = 256 << 10;

    /// <summary>The tag of the file under a path; empty when no file is there, or only a link.</summary>
    public static string TagOf(string path)
    {
        using var content = TryOpen(path, out var stamp);
        return content is null ? "" : FileTag.Of(stamp, content);
    }

    /// <exception cref="ObjectGoneException">Another file has the name now.</exception>
    public static Stream Open(BucketObject source, string path, FileStamp listed)
    {
        var content = TryOpen(path, out var stamp);
        if (content is not null && stamp == listed)
            return content;
        content?.Dispose();
        throw new ObjectGoneException(source);
    }

    /// <returns>Null when no file is there, or only a link, a pipe or a device.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static FileStream? TryOpen(string path, out FileStamp stamp)
    {
        stamp = default;
        var handle = PosixFile.OpenToRead(path);
        if (handle is null)
            return null;
        stamp = PosixFile.Look(handle);
        if (stamp.IsFile)
            return new FileStream(handle, FileAccess.Read, ReadBuffer);
        handle.Dispose();
        return null;
    }
}
