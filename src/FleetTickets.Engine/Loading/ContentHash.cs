using System.Security.Cryptography;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// What a record is known by without being sent. Cryptographic, because records are written by strangers: two that were made to look
/// the same would let a change go unseen.
/// </summary>
internal static class ContentHash
{
    /// <summary>The first 128 bits of the SHA-256, as the column <c>content_hash</c> holds them.</summary>
    public static Guid Of(ReadOnlySpan<byte> raw)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(raw, hash);
        return new Guid(hash[..16], bigEndian: true);
    }
}
