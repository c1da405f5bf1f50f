using System.Text;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>
/// The feed's spellings of true and false, any case: <c>true t 1 1.0 yes y</c>, <c>false f 0 0.0 no n</c>. The database reads its own columns by
/// the same list, in <c>tickets.boolean_of()</c>.
/// </summary>
internal static class FeedBoolean
{
    public static bool IsTrue(ReadOnlySpan<byte> value) => Of(value) is true;

    /// <summary>Null for anything else.</summary>
    public static bool? Of(ReadOnlySpan<byte> value)
    {
        var word = FeedText.Trimmed(value);
        return word.Length is 0 or > 5 ? null : IsAny(word, "true"u8, "t"u8, "1"u8, "1.0"u8, "yes"u8, "y"u8) ? true
            : IsAny(word, "false"u8, "f"u8, "0"u8, "0.0"u8, "no"u8, "n"u8) ? false
            : null;
    }

    private static bool IsAny(
        ReadOnlySpan<byte> word, ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, ReadOnlySpan<byte> c, ReadOnlySpan<byte> d, ReadOnlySpan<byte> e, ReadOnlySpan<byte> f) =>
        Ascii.EqualsIgnoreCase(word, a) || Ascii.EqualsIgnoreCase(word, b) || Ascii.EqualsIgnoreCase(word, c)
        || Ascii.EqualsIgnoreCase(word, d) || Ascii.EqualsIgnoreCase(word, e) || Ascii.EqualsIgnoreCase(word, f);
}
