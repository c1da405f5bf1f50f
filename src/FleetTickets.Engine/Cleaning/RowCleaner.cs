using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Cleaning;

/// <summary>Turns the records of one file into what the table holds. The steps and their order are the feed's rules (docs/feed.md).</summary>
public sealed class RowCleaner(FeedHeader header) : IDisposable
{
    /// <summary>Bytes. Ids have ten; a primary key's index takes no entry beyond some 2,700.</summary>
    public const int LongestTicketId = 256;

    private static readonly DroppedRecord Sentinel = new(DropReason.TruncationSentinel);
    private static readonly DroppedRecord Alarm = new(DropReason.Alarm);

    // Unsafe only inside HTML; the shorter text saves space and time for every quote and non-ASCII letter.
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ArrayBufferWriter<byte> _raw = new(4096);
    private readonly Utf8JsonWriter _json = new(Stream.Null, JsonOptions);

    public CleaningResult Clean(ChangeReader record)
    {
        if (IsSentinel(record))
            return Sentinel;
        if (FeedBoolean.IsTrue(record.Field(header.IsAlarm)))
            return Alarm;
        if (record.Defect is { } defect)
            return Rejected(record, defect);

        var ticketId = Encoding.UTF8.GetString(record.Field(header.TicketId)).Trim();
        return ticketId.Length == 0 ? Rejected(record, "no ticket_id")
            : Encoding.UTF8.GetByteCount(ticketId) > LongestTicketId ? Rejected(record, $"ticket_id longer than {LongestTicketId} bytes")
            : new KeptRecord(ticketId, RawOf(record, ticketId));
    }

    public void Dispose() => _json.Dispose();

    private static RejectedRecord Rejected(ChangeReader record, string reason) => new(record.Line, reason, record.Text());

    private static bool IsSentinel(ChangeReader record)
    {
        for (var i = 0; i < record.FieldCount; i++)
        {
            var field = record.Field(i).TrimStart(" \t\r\n"u8);
            if (!field.IsEmpty)
                return field.Length >= 14 && Ascii.EqualsIgnoreCase(field[..14], "EXPORT STOPPED"u8);
        }
        return false;
    }

    private ReadOnlyMemory<byte> RawOf(ChangeReader record, string ticketId)
    {
        _raw.ResetWrittenCount();
        _json.Reset(_raw);
        _json.WriteStartObject();
        foreach (var column in header.RawOrder)
            WriteValue(header.RawNames[column]!.Value, column, record.Field(column), ticketId);
        _json.WriteEndObject();
        _json.Flush();
        return _raw.WrittenMemory;
    }

    private void WriteValue(JsonEncodedText name, int column, ReadOnlySpan<byte> value, string ticketId)
    {
        if (column == header.TicketId)
            _json.WriteString(name, ticketId);
        else if (column == header.Region)
            _json.WriteString(name, Encoding.UTF8.GetString(value).ToLowerInvariant());
        else if (column == header.RawStatus)
            _json.WriteString(name, Encoding.UTF8.GetString(value).ToUpperInvariant());
        else
            _json.WriteString(name, value);
    }
}
