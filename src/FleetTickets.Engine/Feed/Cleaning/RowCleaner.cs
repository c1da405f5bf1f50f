using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>Turns the records of one file into what the table holds. The steps and their order are the feed's rules (docs/feed.md).</summary>
internal sealed class RowCleaner(FeedHeader header) : IDisposable
{
    /// <summary>Bytes. Ids have ten; a primary key's index takes no entry beyond some 2,700.</summary>
    public const int LongestTicketId = 256;

    /// <summary>
    /// Bytes of a long value that are written at once: what is escaped takes six times as much meanwhile, and what is larger than 85,000 bytes
    /// stays until a full collection.
    /// </summary>
    private const int Slice = 12 << 10;

    /// <summary>Bytes. A buffer that one record has made larger goes with it.</summary>
    private const int LargestKept = 1 << 20;

    private const int UsualCapacity = 4096;

    private static readonly DroppedRecord Sentinel = new(DropReason.TruncationSentinel);
    private static readonly DroppedRecord Alarm = new(DropReason.Alarm);

    // Unsafe only inside HTML; the shorter text saves space and time for every quote and non-ASCII letter.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly HeaderLine _headerLine = new(header);
    private ArrayBufferWriter<byte> _raw = new(UsualCapacity);
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonOptions);

    public CleaningResult Clean(ChangeReader record)
    {
        if (IsSentinel(record))
            return Sentinel;
        if (FeedBoolean.IsTrue(record.Field(header.IsAlarm)))
            return Alarm;
        if (record.Defect is { } defect)
            return Rejected(record, defect);
        if (_headerLine.ReasonIn(record) is { } reason)
            return Rejected(record, reason);

        var written = FeedText.Trimmed(record.Field(header.TicketId));
        var ticketId = InvisibleText.Trimmed(Encoding.UTF8.GetString(written[..Math.Min(written.Length, Slice)]));
        return ticketId.Length == 0 ? Rejected(record, "no ticket_id")
            : written.Length > Slice || Encoding.UTF8.GetByteCount(ticketId) > LongestTicketId ? Rejected(record, $"ticket_id longer than {LongestTicketId} bytes")
            : RawOf(record, ticketId) is { } raw ? new KeptRecord(ticketId, raw)
            : Rejected(record, $"record of more than {ChangeReader.LargestRecord} bytes as JSON");
    }

    public void Dispose() => _json.Dispose();

    private static RejectedRecord Rejected(ChangeReader record, string reason) => new(record.Line, reason, record.Text());

    private static bool IsSentinel(ChangeReader record)
    {
        for (var i = 0; i < record.FieldCount; i++)
        {
            var field = WithoutMarks(record.Field(i)).TrimStart(" \t\r\n"u8);
            if (!field.IsEmpty)
                return field.Length >= 14 && Ascii.EqualsIgnoreCase(field[..14], "EXPORT STOPPED"u8);
        }
        return false;
    }

    /// <summary>Byte order marks stand where a file was appended to another one.</summary>
    private static ReadOnlySpan<byte> WithoutMarks(ReadOnlySpan<byte> field)
    {
        while (field.StartsWith(FirstBytesStream.ByteOrderMark))
            field = field[FirstBytesStream.ByteOrderMark.Length..];
        return field;
    }

    /// <summary>Null when it would be longer than any record: a control character takes six bytes.</summary>
    private ReadOnlyMemory<byte>? RawOf(ChangeReader record, string ticketId)
    {
        MakeRoomFor(record.Length);
        _json.Reset(_raw);
        _json.WriteStartObject();
        foreach (var column in header.RawOrder)
        {
            if (!WriteValue(header.RawNames[column]!.Value, column, record.Field(column), ticketId))
                return null;
        }
        _json.WriteEndObject();
        _json.Flush();
        return _raw.WrittenMemory;
    }

    /// <summary>A long record's JSON is about as long as the record. A buffer that doubled its way there would leave twice that behind.</summary>
    private void MakeRoomFor(int length)
    {
        if (Math.Max(length, _raw.Capacity) > LargestKept)
            _raw = new ArrayBufferWriter<byte>(length > LargestKept ? length + LargestKept : UsualCapacity);
        _raw.ResetWrittenCount();
    }

    /// <summary>False when the record gets longer than any may be.</summary>
    private bool WriteValue(JsonEncodedText name, int column, ReadOnlySpan<byte> value, string ticketId)
    {
        if (column == header.TicketId)
            _json.WriteString(name, ticketId);
        else if (value.Length > Slice)
            return WriteSliced(name, column, value);
        else if (Cased(column, value) is { } cased)
            _json.WriteString(name, cased);
        else
            _json.WriteString(name, value);
        return IsShortEnough();
    }

    private bool WriteSliced(JsonEncodedText name, int column, ReadOnlySpan<byte> value)
    {
        _json.WritePropertyName(name);
        while (!value.IsEmpty)
        {
            var slice = SliceOf(value);
            value = value[slice.Length..];
            if (Cased(column, slice) is { } cased)
                _json.WriteStringValueSegment(cased, isFinalSegment: value.IsEmpty);
            else
                _json.WriteStringValueSegment(slice, isFinalSegment: value.IsEmpty);
            if (!IsShortEnough())
                return false;
        }
        return true;
    }

    private bool IsShortEnough() => _json.BytesCommitted + _json.BytesPending <= ChangeReader.LargestRecord;

    /// <summary>Null where the value stays as it is.</summary>
    private string? Cased(int column, ReadOnlySpan<byte> value) =>
        column == header.Region ? Encoding.UTF8.GetString(value).ToLowerInvariant()
        : column == header.RawStatus ? Encoding.UTF8.GetString(value).ToUpperInvariant()
        : null;

    /// <summary>The beginning of a value, up to the end of a character.</summary>
    private static ReadOnlySpan<byte> SliceOf(ReadOnlySpan<byte> value)
    {
        var end = Math.Min(value.Length, Slice);
        while (end < value.Length && (value[end] & 0xC0) == 0x80)
            end--;
        return value[..end];
    }
}
