using System.Text;
using System.Text.Json;

namespace FleetTickets.Engine.Feed.Reading;

/// <summary>The header of one file: which column stands where, and what differs from the feed as we know it.</summary>
public sealed class FeedHeader
{
    /// <summary>The feed has 32. Each costs memory for every record that is read.</summary>
    public const int MostColumns = 1_000;

    private FeedHeader(IReadOnlyList<string> columns)
    {
        Columns = columns;
        TicketId = Index(FeedColumns.TicketId);
        IsActionable = Index(FeedColumns.IsActionable);
        IsAlarm = Index(FeedColumns.IsAlarm);
        Region = Index(FeedColumns.Region);
        RawStatus = Index(FeedColumns.RawStatus);
        RawNames = [.. columns.Select(column => FeedColumns.IsDropped(column) ? (JsonEncodedText?)null : JsonEncodedText.Encode(column))];
        RawOrder = [.. Enumerable.Range(0, columns.Count).Where(column => RawNames[column] is not null)
            .OrderBy(column => Encoding.UTF8.GetByteCount(columns[column])).ThenBy(column => columns[column], StringComparer.Ordinal)];
        Unknown = [.. columns.Where(column => FeedColumns.Known(column) is null && !FeedColumns.IsDropped(column)).Distinct().Select(InvisibleText.ShownName)];
        Missing = [.. FeedColumns.All.Except(columns)];
    }

    /// <summary>Column names in file order: known ones in the feed's spelling, others as delivered, trimmed.</summary>
    public IReadOnlyList<string> Columns { get; }

    public int TicketId { get; }

    public int IsActionable { get; }

    /// <summary>Position of the column, or -1 when the file lacks it; likewise below.</summary>
    public int IsAlarm { get; }

    public int Region { get; }

    public int RawStatus { get; }

    /// <summary>The name under which each column is kept in <c>raw</c>; null for a dropped one.</summary>
    public IReadOnlyList<JsonEncodedText?> RawNames { get; }

    /// <summary>
    /// The columns kept in <c>raw</c> in the order in which jsonb holds its keys, whatever theirs in the file: the same record is the
    /// same text then, and quicker to read for the server.
    /// </summary>
    public IReadOnlyList<int> RawOrder { get; }

    /// <summary>Columns that the feed did not have so far, as a message shows them: kept, and worth a warning.</summary>
    public IReadOnlyList<string> Unknown { get; }

    /// <summary>Columns of the feed that this file lacks: worth a warning.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Checks the header line of a file.</summary>
    /// <exception cref="UnreadableFileException">It is not a header of this feed.</exception>
    public static FeedHeader Parse(IReadOnlyList<string> headers)
    {
        if (headers.Count > MostColumns)
            throw TooManyColumns(headers.Count);
        var columns = headers.Select(NameOf).ToList();
        if (headers.Any(IsBinary))
            throw new UnreadableFileException("the header holds bytes that are not text; expected a CSV file in UTF-8", 1);
        if (DelimiterOf(columns) is { } delimiter)
            throw new UnreadableFileException($"the fields are separated by {delimiter}; expected commas", 1);
        if (FeedColumns.Required.FirstOrDefault(name => !columns.Contains(name)) is { } absent)
            throw new UnreadableFileException($"no {absent} column; the header has {Described(columns)}", 1);

        var known = columns.Where(column => FeedColumns.Known(column) is not null).ToList();
        if (known.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new UnreadableFileException($"the column {twice.Key} stands {twice.Count()} times in the header", 1);
        if (known.Count < FeedColumns.FewestKnown)
        {
            throw new UnreadableFileException(
                $"only {known.Count} of the feed's {FeedColumns.All.Count} columns, at least {FeedColumns.FewestKnown} expected; " +
                $"the header has {Described(columns)}", 1);
        }
        return new FeedHeader(columns);
    }

    /// <summary>The name of a column in the text of its header: a known one in the feed's spelling, others without what is invisible at their ends.</summary>
    public static string NameOf(string text) => InvisibleText.Trimmed(text) is var name && FeedColumns.Known(name) is { } known ? known : name;

    internal static UnreadableFileException TooManyColumns(long columns) =>
        new($"the header has {columns} columns, at most {MostColumns} allowed", 1);

    /// <summary>What stands between the feed's columns when it is no comma; null when that cannot be seen.</summary>
    private static string? DelimiterOf(List<string> columns)
    {
        if (columns.Count > 2)
            return null;
        var line = string.Join(',', columns);
        return new[] { (';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars") }
            .Where(known => line.Split(known.Item1).Count(column => FeedColumns.Known(NameOf(column)) is not null) >= FeedColumns.FewestKnown)
            .Select(known => known.Item2).FirstOrDefault();
    }

    private static bool IsBinary(string name) => name.AsSpan().ContainsAny('\0', '\uFFFD');

    private static string Described(List<string> columns)
    {
        const int shown = 40;
        var names = columns.Take(shown).Select(InvisibleText.ShownName);
        return $"{columns.Count} column{(columns.Count == 1 ? "" : "s")}: {string.Join(", ", names)}{(columns.Count > shown ? ", …" : "")}";
    }

    /// <summary>Position of a column, or -1 when the file lacks it.</summary>
    public int Index(string column)
    {
        for (var i = 0; i < Columns.Count; i++)
        {
            if (Columns[i] == column)
                return i;
        }
        return -1;
    }
}
