using System.Security.Cryptography;

namespace FleetTickets.Engine.Feed.Reading;

/// <summary>A record too long to hold: measured and hashed as it streams past.</summary>
internal sealed record OversizedRecord(long Offset, long Line, long Length, long LineBreaks, long Fields, RecordText Text)
{
    private enum Place { FieldStart, Plain, Quoted, AfterQuote }

    /// <summary>Reads one record from its first byte on. Null when the content ends inside quotes.</summary>
    public static async Task<OversizedRecord?> MeasureAsync(Stream content, long offset, long line, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var beginning = new MemoryStream(RecordText.Kept);
        var buffer = new byte[RecordText.Kept];
        var place = Place.FieldStart;
        long length = 0, breaks = 0, fields = 1;
        var (ended, lastWasReturn) = (false, false);
        int read;
        while (!ended && (read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            var end = EndOfRecord(buffer.AsSpan(0, read), ref place, ref fields);
            ended = end >= 0;
            var part = buffer.AsMemory(0, ended ? end : read);
            hash.AppendData(part.Span);
            if (beginning.Length < RecordText.Kept)
                beginning.Write(part.Span);
            breaks += LineBreaksIn(part.Span, ref lastWasReturn);
            length += part.Length;
        }
        return place is Place.Quoted
            ? null
            : new OversizedRecord(offset, line, length, breaks, fields, RecordText.Of(beginning.ToArray(), length, hash.GetHashAndReset()));
    }

    /// <summary>The position of the line break that ends the record, by RFC 4180 as the CSV library reads it, or -1.</summary>
    private static int EndOfRecord(ReadOnlySpan<byte> bytes, ref Place place, ref long fields)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            switch (place, bytes[i])
            {
                case (Place.Quoted, (byte)'"'):
                    place = Place.AfterQuote;
                    break;
                case (Place.Quoted, _):
                    i = Until(bytes, i, "\""u8);
                    break;
                case (Place.FieldStart or Place.AfterQuote, (byte)'"'):
                    place = Place.Quoted;
                    break;
                case (_, (byte)'\r' or (byte)'\n'):
                    return i;
                case (_, (byte)','):
                    place = Place.FieldStart;
                    fields++;
                    break;
                default:
                    place = Place.Plain;
                    i = Until(bytes, i, ",\r\n"u8);
                    break;
            }
        }
        return -1;
    }

    /// <summary>The last position before the next of <paramref name="stops"/>: the long stretches go by at the speed of memory.</summary>
    private static int Until(ReadOnlySpan<byte> bytes, int from, ReadOnlySpan<byte> stops) =>
        bytes[from..].IndexOfAny(stops) is var found and >= 0 ? from + found - 1 : bytes.Length - 1;

    private static long LineBreaksIn(ReadOnlySpan<byte> bytes, ref bool lastWasReturn)
    {
        var pairs = bytes.Count("\r\n"u8) + (lastWasReturn && bytes is [(byte)'\n', ..] ? 1 : 0);
        if (!bytes.IsEmpty)
            lastWasReturn = bytes[^1] == '\r';
        return bytes.Count((byte)'\n') + bytes.Count((byte)'\r') - pairs;
    }
}
