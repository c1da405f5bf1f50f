using System.Globalization;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Runs;

/// <summary>What one run found and did: filled in as the run goes, read by the summary, the run's row and the exit code.</summary>
public sealed class RunReport(TicketDataset dataset, RunMode mode, bool isDryRun)
{
    /// <summary>Since its upload. Some runs have come and gone then.</summary>
    public static readonly TimeSpan PassedOverAfter = TimeSpan.FromHours(2);

    /// <summary>An export that catches up is hours late.</summary>
    private static readonly TimeSpan LateByFar = TimeSpan.FromHours(24);

    /// <summary>A hostile file may name a thousand, and there may be thousands of such files.</summary>
    private const int MostColumns = 1_000;

    /// <summary>A notice is read on a telephone.</summary>
    private const int NamedFiles = 5;

    private const int MostPlaces = 100;

    private readonly SortedSet<string> _newColumns = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missingColumns = new(StringComparer.Ordinal);
    private readonly List<string> _swallowedFrom = [];
    private readonly SortedDictionary<string, UnreadableColumn> _unreadableColumns = new(StringComparer.Ordinal);

    private readonly List<FileReason> _failedFiles = [];
    private readonly List<FileReason> _rejectingFiles = [];

    private TimeSpan _leastLag = TimeSpan.MaxValue;

    public TicketDataset Dataset { get; } = dataset;

    public RunMode Mode { get; } = mode;

    public bool IsDryRun { get; } = isDryRun;

    /// <summary>Of <c>tickets.import_runs</c>; null in a dry-run.</summary>
    public long? RunId { get; set; }

    /// <summary>Objects in the folder of change files, whatever their names.</summary>
    public int FilesFound { get; set; }

    public int FilesApplied { get; private set; }

    /// <summary>Those of the applied that were at or behind the watermark.</summary>
    public int FilesLate { get; private set; }

    public int FilesFailed { get; private set; }

    /// <summary>Files whose export says that it stopped early.</summary>
    public int FilesTruncated { get; private set; }

    /// <summary>Lines inside of quoted fields that look like records.</summary>
    public long Swallowed { get; private set; }

    /// <summary>Where the first of them are, by file.</summary>
    public IReadOnlyList<string> SwallowedFrom => _swallowedFrom;

    /// <summary>Typed columns of which most values in a file read as nothing, over all such files.</summary>
    public IReadOnlyCollection<UnreadableColumn> UnreadableColumns => _unreadableColumns.Values;

    /// <summary>Keys left alone because their names lie in the future.</summary>
    public IReadOnlyList<string> FutureNames { get; set; } = [];

    /// <summary>Keys that are listed and could not be had, for longer than <see cref="PassedOverAfter"/>.</summary>
    public SortedSet<string> PassedOver { get; } = new(StringComparer.Ordinal);

    /// <summary>Columns that the feed did not have so far.</summary>
    public IReadOnlyCollection<string> NewColumns => _newColumns;

    /// <summary>Columns of the feed that a file lacked.</summary>
    public IReadOnlyCollection<string> MissingColumns => _missingColumns;

    /// <summary>Since the newest file's name, in hours of the feed; null without a file, or where no bucket was looked into.</summary>
    public TimeSpan? Silence { get; set; }

    /// <summary>The silence is longer than --stalled-after.</summary>
    public bool IsStalled { get; set; }

    /// <summary>Objects in processed/ that the ledger does not know.</summary>
    public IReadOnlyList<string> Unapplied { get; set; } = [];

    /// <summary>Of several files every one was late by far, and none had anything to say: the bucket may be another one.</summary>
    public bool AllFilesLate =>
        Mode is RunMode.FromBucket && FilesApplied > 1 && FilesLate == FilesApplied && _leastLag > LateByFar
        && Rows is { Inserted: 0, Updated: 0, Superseded: > 0 };

    /// <summary>Nothing in the bucket has a name of this type.</summary>
    public bool BucketIsForeign { get; set; }

    /// <summary>Drains before this one that were killed or stopped, since one came to its end.</summary>
    public long CutShortBefore { get; set; }

    /// <summary>What the last drain found that came to its end.</summary>
    public IReadOnlyList<Finding> FindingsBefore { get; set; } = [];

    /// <summary>The first files that could not be read.</summary>
    public IReadOnlyList<FileReason> FailedFiles => _failedFiles;

    /// <summary>The first files with rejected records.</summary>
    public IReadOnlyList<FileReason> RejectingFiles => _rejectingFiles;

    /// <summary>Of the files in the tables; a failed file adds what was read of it and its rejects.</summary>
    public RowCounts Rows { get; private set; } = new();

    public string? WatermarkBefore { get; set; }

    public string? WatermarkAfter { get; set; }

    /// <summary>Database time up to which changes of the gazetteers have reached the tickets.</summary>
    public DateTime? GeomsResolvedAt { get; set; }

    public long GeomsMoved { get; set; }

    /// <summary>Why the history of this run is missing so far; null when it was captured.</summary>
    public string? HistoryFailure { get; set; }

    public TimeSpan Elapsed { get; set; }

    /// <summary>Done, but somebody should look.</summary>
    public bool NeedsAttention =>
        FilesFailed > 0 || Rows.Rejected > 0 || Swallowed > 0 || _unreadableColumns.Count > 0 || FutureNames.Count > 0
        || PassedOver.Count > 0 || HistoryFailure is not null || Unapplied.Count > 0 || AllFilesLate;

    public void Add(FileOutcome outcome)
    {
        if (outcome.Status is FileStatus.Failed)
            FilesFailed++;
        else
            FilesApplied++;
        NameFile(outcome);
        if (outcome.Lag is { } lag && outcome.Status is FileStatus.Applied)
        {
            FilesLate++;
            _leastLag = lag < _leastLag ? lag : _leastLag;
        }
        if (outcome.Truncated)
            FilesTruncated++;
        if (_newColumns.Count < MostColumns)
            _newColumns.UnionWith(outcome.UnknownColumns);
        _missingColumns.UnionWith(outcome.MissingColumns);
        Rows += outcome.Rows;
        if (outcome.Status is not FileStatus.Failed)
            AddDoubts(outcome);
    }

    private void NameFile(FileOutcome outcome)
    {
        var key = InvisibleText.ShownName(outcome.File.Key);
        // What stands in a header may be a record, and stays in the house.
        if (outcome.Status is FileStatus.Failed && _failedFiles.Count < NamedFiles)
            _failedFiles.Add(new FileReason(key, outcome.Reason?.Split("; the header has", 2)[0]));
        if (outcome.Rows.Rejected > 0 && _rejectingFiles.Count < NamedFiles)
            _rejectingFiles.Add(new FileReason(key, string.Create(CultureInfo.InvariantCulture, $"{outcome.Rows.Rejected:N0} of {outcome.Rows.Read:N0} records")));
    }

    /// <summary>What is in the tables, and may not be what the export meant.</summary>
    private void AddDoubts(FileOutcome outcome)
    {
        Swallowed += outcome.Swallowed;
        if (outcome.SwallowedFrom is { } line && _swallowedFrom.Count < MostPlaces)
            _swallowedFrom.Add(string.Create(CultureInfo.InvariantCulture, $"{outcome.File.Name} line {line}"));
        foreach (var column in outcome.UnreadableColumns)
        {
            _unreadableColumns[column.Column] = _unreadableColumns.GetValueOrDefault(column.Column) is { } before
                ? before with { Unreadable = before.Unreadable + column.Unreadable, Values = before.Values + column.Values }
                : column;
        }
    }
}
