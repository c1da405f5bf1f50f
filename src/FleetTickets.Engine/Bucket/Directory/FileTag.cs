using System.Globalization;
using System.Security.Cryptography;

namespace FleetTickets.Engine.Bucket;

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
        return string.Create(CultureInfo.InvariantCulture, $"{stamp.WrittenAt.Ticks:x}-{stamp.Size:x}-{hash}");
    }
}
