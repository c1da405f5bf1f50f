using System.Globalization;

namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>What the file system says of a file. Two equal stamps of one path mean that the file was not written in between.</summary>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file on it, whatever its names.</param>
/// <param name="WrittenAt">The time of the last write, which a copy may take over from its original.</param>
/// <param name="ChangedAt">The time of the last change of content, owner, mode or names, in nanoseconds. Nobody can set it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Kind">A file, or something else under its name.</param>
internal readonly record struct FileStamp(ulong Device, ulong Inode, DateTime WrittenAt, long ChangedAt, long Size, FileKind Kind)
{
    public bool IsFile => Kind is FileKind.File;

    /// <summary>As text, for an object of a listing.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Device:x}-{Inode:x}-{ChangedAt:x}");

    /// <summary>The same file with the same content, as far as times and sizes can say; a name may have been added or taken away.</summary>
    public bool IsSameFile(FileStamp other) => this with { ChangedAt = other.ChangedAt } == other;
}

internal enum FileKind
{
    File,
    Directory,
    Link,
    Other,
}
