using System.Text;
using CsCheck;

namespace FleetTickets.UnitTests.Hostile;

/// <summary>Changes to bytes that mean something: some are cut out, doubled, swapped for ones that a reader trips over, or cut off.</summary>
internal static class Mutation
{
    private static readonly byte[][] Stumbles =
    [
        .. new[] { "\"", "\"\"", ",", "\n", "\r", "\r\n", "\0", ";", "\\", "%", "=", "{", "]", "-", "1e999", "null", "\u202E🦒" }
            .Select(Encoding.UTF8.GetBytes),
        [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE], [0xC3], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    ];

    /// <summary>One to eight changes, one after the other.</summary>
    public static Gen<byte[]> Of(byte[] valid) =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[1, 40], Gen.Int[0, Stumbles.Length - 1]).Array[1, 8]
            .Select(changes => changes.Aggregate(
                valid, (bytes, change) => Changed(bytes, change.Item1, change.Item2, change.Item3, Stumbles[change.Item4])));

    private static byte[] Changed(byte[] bytes, int how, int where, int length, byte[] stumble)
    {
        var start = where % (bytes.Length + 1);
        var end = Math.Min(bytes.Length, start + length);
        return how switch
        {
            0 => [.. bytes[..start], .. bytes[end..]],
            1 => [.. bytes[..end], .. bytes[start..]],
            2 => [.. bytes[..start], .. stumble, .. bytes[end..]],
            3 => [.. bytes[..start], .. stumble, .. bytes[start..]],
            _ => bytes[..start],
        };
    }
}
