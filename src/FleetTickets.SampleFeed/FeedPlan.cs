using System.Globalization;

namespace FleetTickets.SampleFeed;

/// <summary>
/// Which file of one type's stream is what. It depends on a file's place in the stream alone and never on how many files are asked
/// for, so that a feed can be continued.
/// </summary>
internal sealed class FeedPlan(FeedParameters parameters, TicketType type)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(20);

    /// <summary>What an export tells is about two days old.</summary>
    private static readonly TimeSpan ContentTrails = TimeSpan.FromDays(2);

    public TicketType Type => type;

    public Dice Dice { get; } = new Dice((ulong)parameters.Seed).For(type.IdsAfter);

    /// <summary>Tickets in the baseline.</summary>
    public int Tickets { get; } = Math.Max(1, (int)((long)parameters.Tickets * type.Percent / 100));

    public int RowsPerDelta => parameters.RowsPerDelta;

    public int NewPerDelta => RowsPerDelta / 10;

    public bool BadRecords => parameters.BadRecords;

    public bool LateApart => parameters.LateApart;

    /// <summary>The file that is written as number <paramref name="index"/>, counted from 1.</summary>
    public FeedFile File(int index)
    {
        var kind = KindOf(index);
        var time = parameters.Start + (index - 1) * Interval;
        return new(index, kind, kind == FileKind.Late ? time - 1.5 * Interval : time);
    }

    /// <summary>The moment that an export told about, for a file of this name.</summary>
    public static DateTime ContentTime(DateTime fileTime) => fileTime - ContentTrails;

    /// <summary>When the work on a ticket began: the baseline looks back sixty days, new tickets follow the files.</summary>
    public DateTime Opened(int number)
    {
        var first = ContentTime(parameters.Start);
        return number <= Tickets
            ? first.AddSeconds(-60L * 86_400 * (Tickets - number + 1) / Tickets)
            : first + (number - Tickets - 1) / Math.Max(1, NewPerDelta) * Interval;
    }

    /// <summary>
    /// Both re-emissions and a late file are among the first six, the size of a demonstration; after that re-emissions are rare, as
    /// they write every ticket. A late file always follows a delta, which is the only file newer than its name.
    /// </summary>
    private static FileKind KindOf(int index) => (index, index % 48, index % 12) switch
    {
        (1, _, _) => FileKind.Baseline,
        (_, 3, _) => FileKind.UnchangedReEmission,
        (_, 4, _) => FileKind.SeenAgainReEmission,
        (_, _, 6) => FileKind.Late,
        _ => FileKind.Delta,
    };
}

internal enum FileKind
{
    /// <summary>Every ticket for the first time.</summary>
    Baseline,

    /// <summary>What changed since the file before.</summary>
    Delta,

    /// <summary>Every ticket, byte for byte as it was last written.</summary>
    UnchangedReEmission,

    /// <summary>Every ticket with a new last_seen_at and nothing else.</summary>
    SeenAgainReEmission,

    /// <summary>A delta that arrives after a file whose name is newer.</summary>
    Late,
}

/// <summary>One change file: its place in the stream and the moment in its name, East Africa Time.</summary>
internal sealed record FeedFile(int Index, FileKind Kind, DateTime Time)
{
    public string Name => Time.ToString("yyyy-MM-dd'T'HH-mm-ss'.csv'", CultureInfo.InvariantCulture);

    public string LineEnd => Index % 2 == 0 ? "\r\n" : "\n";

    public bool HasByteOrderMark => Index % 3 == 0;

    /// <summary>The export stopped early and said so in a last record.</summary>
    public bool IsTruncated => Kind == FileKind.Delta && Index % 10 == 2;
}
