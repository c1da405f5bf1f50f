using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>
/// Whether a text is a moment to the database: <c>yyyy-MM-dd[( |T)HH:mm[:ss[.fraction]][Z|offset]]</c>, as <c>tickets.eat_ts()</c> reads it.
/// </summary>
internal static class FeedMoment
{
    public static bool IsReadable(ReadOnlySpan<byte> value)
    {
        var text = FeedText.Trimmed(value);
        return IsDate(text) && (text.Length is 10 || (text[10] is (byte)' ' or (byte)'T' && IsClock(text[11..])));
    }

    private static bool IsDate(ReadOnlySpan<byte> text) =>
        text.Length >= 10 && text[4] is (byte)'-' && text[7] is (byte)'-'
        && Number(text, 0) is >= 0 and var century && Number(text, 2) is >= 0 and var yearOfCentury
        && Number(text, 5) is >= 1 and <= 12 and var month && Number(text, 8) is >= 1 and var day
        && (century * 100) + yearOfCentury is > 0 and var year
        && day <= DateTime.DaysInMonth(year, month);

    private static bool IsClock(ReadOnlySpan<byte> text)
    {
        if (text.Length < 5 || text[2] is not (byte)':' || Number(text, 0) is not (>= 0 and <= 23) || Number(text, 3) is not (>= 0 and <= 59))
            return false;
        var rest = text[5..];
        if (rest is [(byte)':', ..])
        {
            if (rest.Length < 3 || Number(rest, 1) is not (>= 0 and <= 59))
                return false;
            rest = rest[3..];
            if (rest is [(byte)'.', ..])
            {
                var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
                if (digits is 0 || rest.Length is 1)
                    return false;
                rest = digits < 0 ? [] : rest[(1 + digits)..];
            }
        }
        return rest.IsEmpty || rest.SequenceEqual("Z"u8) || IsOffset(rest);
    }

    private static bool IsOffset(ReadOnlySpan<byte> text)
    {
        if (text[0] is not ((byte)'+' or (byte)'-') || text.Length < 3 || Number(text, 1) is not (>= 0 and <= 15))
            return false;
        var minutes = text[3..];
        if (minutes is [(byte)':', ..])
            minutes = minutes[1..];
        return text.Length is 3 || (minutes.Length is 2 && Number(minutes, 0) is >= 0 and <= 59);
    }

    /// <summary>Two digits as a number; -1 when they are none.</summary>
    private static int Number(ReadOnlySpan<byte> text, int start) =>
        text.Length >= start + 2 && text[start] is >= (byte)'0' and <= (byte)'9' && text[start + 1] is >= (byte)'0' and <= (byte)'9'
            ? ((text[start] - '0') * 10) + text[start + 1] - '0'
            : -1;
}
