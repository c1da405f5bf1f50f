using System.Text;

namespace FleetTickets.Engine.Cleaning;

/// <summary>The feed's spellings of true: <c>true t 1 yes y</c>, any case. The database reads its own columns by the same list.</summary>
public static class FeedBoolean
{
    public static bool IsTrue(ReadOnlySpan<byte> value)
    {
        var trimmed = value.Trim(" \t\r\n"u8);
        return trimmed.Length is > 0 and <= 4
            && (Ascii.EqualsIgnoreCase(trimmed, "true"u8) || Ascii.EqualsIgnoreCase(trimmed, "t"u8) || trimmed.SequenceEqual("1"u8)
                || Ascii.EqualsIgnoreCase(trimmed, "yes"u8) || Ascii.EqualsIgnoreCase(trimmed, "y"u8));
    }
}
