using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>
/// A number in plain decimal notation, as <c>tickets.plain_decimal()</c> reads it: compared by its digits, of which there may be more than a
/// number type holds.
/// </summary>
internal readonly ref struct PlainDecimal
{
    private const int MostDigits = 40;

    private readonly bool _isNegative;
    private readonly ReadOnlySpan<byte> _whole;
    private readonly ReadOnlySpan<byte> _fraction;

    private PlainDecimal(bool isNegative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction)
    {
        _isNegative = isNegative;
        _whole = whole.TrimStart((byte)'0');
        _fraction = fraction.TrimEnd((byte)'0');
    }

    public bool IsZero => _whole.IsEmpty && _fraction.IsEmpty;

    /// <summary>False for anything else.</summary>
    public static bool TryRead(ReadOnlySpan<byte> value, out PlainDecimal number)
    {
        var text = FeedText.Trimmed(value);
        var digits = text is [(byte)'+' or (byte)'-', ..] ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        number = new PlainDecimal(text is [(byte)'-', ..], whole, fraction);
        return text.Length <= MostDigits && whole.Length + fraction.Length > 0 && AreDigits(whole) && AreDigits(fraction);
    }

    /// <summary>From -<paramref name="limit"/> to <paramref name="limit"/>, both included.</summary>
    public bool IsWithin(int limit) => Compared(limit) <= 0;

    /// <summary>From 0 to <paramref name="limit"/>, both included.</summary>
    public bool IsFromZeroTo(int limit) => IsZero || (!_isNegative && IsWithin(limit));

    private int Compared(int limit)
    {
        if (_whole.Length > 9)
            return 1;
        var whole = 0;
        foreach (var digit in _whole)
            whole = (whole * 10) + digit - '0';
        return whole != limit ? whole.CompareTo(limit) : _fraction.IsEmpty ? 0 : 1;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
