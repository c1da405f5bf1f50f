using System.Text.Encodings.Web;
using System.Text.Json;

namespace FleetTickets.SampleFeed;

/// <summary>The tickets as a database should hold them after every file: one JSON object a line, in the order of their ids.</summary>
internal static class ExpectedState
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly (JsonEncodedText Name, Func<Ticket, string> Value)[] HeldColumns =
        [.. from column in Columns.All where column.Held is not null select (JsonEncodedText.Encode(column.Name), column.Held)];

    /// <param name="stream">Where the lines go.</param>
    /// <param name="tickets">By number, which is also the ordinal order of their ids: all have the same prefix and length.</param>
    public static void Write(Stream stream, IEnumerable<Ticket> tickets)
    {
        using var json = new Utf8JsonWriter(stream, Readable);
        foreach (var ticket in tickets)
        {
            json.WriteStartObject();
            json.WriteString(Columns.TicketId, ticket.Id);
            json.WriteStartObject("raw");
            foreach (var (name, value) in HeldColumns)
                json.WriteString(name, value(ticket));
            json.WriteEndObject();
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }
}
