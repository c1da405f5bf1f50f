using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FleetTickets.Engine.Bucket;

/// <summary>Whether a copy holds the original's bytes. Stores have been wrong about their copies, so the bytes are compared.</summary>
internal static class CopyProof
{
    private const int Piece = 64 << 10;

    /// <param name="tag">Of the original. Most stores make it from the content, and then the copy alone proves itself.</param>
    /// <param name="openOriginal">For any other tag, as that of an upload in parts.</param>
    public static async Task<bool> HoldsAsync(Stream copy, string tag, Func<Task<Stream>> openOriginal, CancellationToken cancellation)
    {
        var copied = await HashesAsync(copy, cancellation);
        if (string.Equals(copied.Tag, tag, StringComparison.OrdinalIgnoreCase))
            return true;
        await using var original = await openOriginal();
        return copied == await HashesAsync(original, cancellation);
    }

    [SuppressMessage("Security", "CA5351", Justification = "S3's tags are MD5; the decision is made by the stronger hash whenever they differ.")]
    private static async Task<(string Tag, string Content)> HashesAsync(Stream stream, CancellationToken cancellation)
    {
        using var tag = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        using var content = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var piece = new byte[Piece];
        int read;
        while ((read = await stream.ReadAsync(piece, cancellation)) > 0)
        {
            tag.AppendData(piece, 0, read);
            content.AppendData(piece, 0, read);
        }
        return (Convert.ToHexString(tag.GetHashAndReset()), Convert.ToHexString(content.GetHashAndReset()));
    }
}
