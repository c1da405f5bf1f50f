using System.Globalization;
using System.Security.Cryptography;

namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>
/// The tag of a file: time of the last write, size, and a hash of the content. Time and size alone are not enough, for a copy may take both
/// over from another file.
/// </summary>
internal static class FileTag
{
    private const int HashBytes = 8;

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(FileStamp stamp, Stream content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, HashBytes));
        return Beginning(stamp) + hash;
    }

    /// <summary>Whether a tag can be that of a file, as far as the stamp says.</summary>
    public static bool MayBeOf(FileStamp stamp, string tag) => tag.StartsWith(Beginning(stamp), StringComparison.Ordinal);

    private static string Beginning(FileStamp stamp) => string.Create(CultureInfo.InvariantCulture, $"{stamp.WrittenAt.Ticks:x}-{stamp.Size:x}-");
}
