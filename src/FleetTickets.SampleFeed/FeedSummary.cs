namespace FleetTickets.SampleFeed;

/// <summary>What a loader should report about a feed, file by file in the order of arrival, and how many rows its table should have.</summary>
internal sealed record FeedSummary(string Type, int Rows, FileTally Totals, IReadOnlyList<FileSummary> Files);

/// <param name="Key">The object's key in the bucket, also for a late file that was written apart.</param>
/// <param name="Kind">What the file is in the stream.</param>
/// <param name="Late">Whether it arrives after a file with a newer name.</param>
/// <param name="Truncated">Whether it ends with the export's sentinel.</param>
/// <param name="Counts">Its records.</param>
internal sealed record FileSummary(string Key, string Kind, bool Late, bool Truncated, FileTally Counts);
