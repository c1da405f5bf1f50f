namespace FleetTickets.Engine.Runs;

/// <summary>The words for what was found, in <c>tickets.import_runs.findings</c> and in notices; they stay.</summary>
internal static class FindingKind
{
    public const string FileFailed = "file_failed";
    public const string RecordRejected = "record_rejected";
    public const string RecordsSwallowed = "records_swallowed";
    public const string ColumnUnreadable = "column_unreadable";
    public const string AllFilesLate = "all_files_late";
    public const string UnappliedFile = "unapplied_file";
    public const string BucketUnknown = "bucket_unknown";
    public const string FutureName = "future_name";
    public const string FilePassedOver = "file_passed_over";
    public const string RunsCutShort = "runs_cut_short";
    public const string HistoryNotCaptured = "history_not_captured";
    public const string FeedStalled = "feed_stalled";
    public const string ExportTruncated = "export_truncated";
    public const string NewColumn = "new_column";
    public const string MissingColumn = "missing_column";
}
