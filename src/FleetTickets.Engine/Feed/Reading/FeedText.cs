using System.Buffers;
using System.Text;

namespace FleetTickets.Engine.Feed.Reading;

/// <summary>Fields of a record as the bytes that they are.</summary>
internal static class FeedText
{
    /// <summary>The value without Unicode white space at its ends, as <c>tickets.trimmed()</c> reads it.</summary>
    public static ReadOnlySpan<byte> Trimmed(ReadOnlySpan<byte> value)
    {
        while (Rune.DecodeFromUtf8(value, out var first, out var length) is OperationStatus.Done && Rune.IsWhiteSpace(first))
            value = value[length..];
        while (Rune.DecodeLastFromUtf8(value, out var last, out var length) is OperationStatus.Done && Rune.IsWhiteSpace(last))
            value = value[..^length];
        return value;
    }
}
