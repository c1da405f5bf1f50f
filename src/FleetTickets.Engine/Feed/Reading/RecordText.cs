using System.Security.Cryptography;
using System.Text;

namespace FleetTickets.Engine.Feed.Reading;

/// <summary>A record as it stood in the file, for people who look into why it was rejected.</summary>
/// <param name="Beginning">At most <see cref="Kept"/> bytes of it as text; what PostgreSQL cannot hold as text reads U+FFFD.</param>
/// <param name="Length">Bytes of the whole record.</param>
/// <param name="Sha256">Of the whole record, lower-case hex.</param>
public sealed record RecordText(string Beginning, long Length, string Sha256)
{
    /// <summary>Bytes of a record's text that are kept.</summary>
    public const int Kept = 64 << 10;

    public static RecordText Of(ReadOnlySpan<byte> record) => Of(record, record.Length, SHA256.HashData(record));

    public static RecordText Of(ReadOnlySpan<byte> beginning, long length, ReadOnlySpan<byte> sha256) =>
        new(Encoding.UTF8.GetString(beginning[..Math.Min(beginning.Length, Kept)]).Replace('\0', '\uFFFD'), length, Convert.ToHexStringLower(sha256));
}
