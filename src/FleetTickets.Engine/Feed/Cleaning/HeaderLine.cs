using System.Text;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>A header line among the records: of a file that was put together from several.</summary>
internal sealed class HeaderLine(FeedHeader header)
{
    private const int LongestName = 4 << 10;

    /// <summary>Why the record is none; null when it is no header line.</summary>
    /// <exception cref="UnreadableFileException">The columns stand in another order from here on: every value below would get another one's name.</exception>
    public string? ReasonIn(ChangeReader record)
    {
        // Two fields that every record has tell nearly all records apart at once.
        if (!IsColumnName(record.Field(header.TicketId)) && !IsColumnName(record.Field(header.IsActionable)))
            return null;
        var names = Enumerable.Range(0, record.FieldCount).Select(field => NameIn(record.Field(field))).ToList();
        if (names.SequenceEqual(header.Columns, StringComparer.OrdinalIgnoreCase))
            return "the header line again";
        if (FeedColumns.Required.All(names.Contains))
            throw new UnreadableFileException("another header line, with other columns or in another order; expected one header in a file", record.Line);
        return names[header.TicketId] == FeedColumns.TicketId ? $"{FeedColumns.TicketId} is the column's own name" : null;
    }

    private static bool IsColumnName(ReadOnlySpan<byte> field) =>
        field.Length >= 4 && !field.ContainsAnyInRange((byte)'0', (byte)'2') && FeedBoolean.Of(field) is null
        && FeedColumns.Known(NameIn(field)) is not null;

    private static string NameIn(ReadOnlySpan<byte> field) => FeedHeader.NameOf(Encoding.UTF8.GetString(field[..Math.Min(field.Length, LongestName)]));
}
