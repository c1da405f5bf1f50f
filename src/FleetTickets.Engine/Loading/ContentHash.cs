using System.Security.Cryptography;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// Identifies a record without sending it. The hash is cryptographic because strangers write the records: two that were crafted to
/// collide would hide a change.
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
