using System.Text;
using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>
/// Which typed columns of a file hold something else than the database can read: their values are kept in <c>raw</c>, and the columns that
/// people look at would be empty without a word.
/// </summary>
internal sealed class TypedColumns(FeedHeader header)
{
    /// <summary>Of one value in a file of one or two records nobody can say whether the format changed or one record is odd.</summary>
    private const long FewestUnreadable = 2;

    private const int LongestMttrHours = 1_000_000;
    private const int MostLatitude = 90;
    private const int MostLongitude = 180;

    private static readonly string[] Moments =
        ["created_at_service", "scheduled_at", "closed_at", "first_seen_at", "last_seen_at", "source_created_at", "source_updated_at"];

    private readonly Tally[] _moments = [.. Moments.Select(column => new Tally(column, header.Index(column)))];
    private readonly Tally[] _booleans = [new(FeedColumns.IsActionable, header.IsActionable), new(FeedColumns.IsAlarm, header.IsAlarm)];
    private readonly Tally _mttr = new("mttr", header.Index("mttr"));
    private readonly Tally _latitude = new("latitude", header.Index("latitude"));
    private readonly Tally _longitude = new("longitude", header.Index("longitude"));

    /// <summary>Counts a record that is sound as a record.</summary>
    public void Note(ChangeReader record)
    {
        foreach (var moment in _moments)
        {
            var value = record.Field(moment.Index);
            if (!value.IsEmpty)
                moment.Count(value, FeedMoment.IsReadable(value));
        }
        foreach (var boolean in _booleans)
        {
            var value = record.Field(boolean.Index);
            if (!value.IsEmpty)
                boolean.Count(value, FeedBoolean.Of(value) is not null);
        }
        var hours = record.Field(_mttr.Index);
        if (!hours.IsEmpty)
            _mttr.Count(hours, PlainDecimal.TryRead(hours, out var number) && number.IsFromZeroTo(LongestMttrHours));
        NotePlace(record.Field(_latitude.Index), record.Field(_longitude.Index));
    }

    /// <summary>The columns of which at least half of the values that are there read as nothing.</summary>
    public IReadOnlyList<UnreadableColumn> Unreadable() =>
    [
        .. _moments.Concat(_booleans).Append(_mttr).Append(_latitude).Append(_longitude)
            .Where(tally => tally.Unreadable >= FewestUnreadable && tally.Unreadable * 2 >= tally.Values)
            .Select(tally => new UnreadableColumn(tally.Column, tally.Unreadable, tally.Values, tally.Example)),
    ];

    /// <summary>Coordinates count as a pair only, and 0/0 is nowhere.</summary>
    private void NotePlace(ReadOnlySpan<byte> latitude, ReadOnlySpan<byte> longitude)
    {
        if (latitude.IsEmpty && longitude.IsEmpty)
            return;
        var isPlace = PlainDecimal.TryRead(latitude, out var north) && north.IsWithin(MostLatitude)
            && PlainDecimal.TryRead(longitude, out var east) && east.IsWithin(MostLongitude)
            && !(north.IsZero && east.IsZero);
        _latitude.Count(latitude, isPlace);
        _longitude.Count(longitude, isPlace);
    }

    private sealed class Tally(string column, int index)
    {
        private const int LongestExample = 60;

        public string Column => column;

        public int Index => index;

        public long Values { get; private set; }

        public long Unreadable { get; private set; }

        public string Example { get; private set; } = "";

        public void Count(ReadOnlySpan<byte> value, bool isReadable)
        {
            if (!isReadable && FeedText.Trimmed(value).IsEmpty)
                return;
            Values++;
            if (isReadable)
                return;
            if (Unreadable++ == 0)
                Example = InvisibleText.ShownName(Encoding.UTF8.GetString(value[..Math.Min(value.Length, LongestExample * 4)]));
        }
    }
}
