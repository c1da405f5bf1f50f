using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace FleetTickets.TestServers;

/// <param name="ETag">Without quotes.</param>
/// <param name="Metadata">Headers that begin with <c>x-amz-meta-</c>.</param>
internal sealed record StoredObject(byte[] Content, string ETag, IReadOnlyList<(string Name, string Value)> Metadata)
{
    public static StoredObject Of(byte[] content) => new(content, TagOf(content), []);

    [SuppressMessage("Security", "CA5351", Justification = "S3 says that tags are MD5.")]
    public static string TagOf(byte[] content) => Convert.ToHexStringLower(MD5.HashData(content));
}
