using Dapper;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// <c>tickets.import_files</c>: which upload (key and tag) was applied, and which tickets it named. The ledger decides what is new;
/// the watermark only summarises it.
/// </summary>
public static class Ledger
{
    private const string DoneSql =
        """
        select key, etag as ETag, archived_at is not null as Archived
        from tickets.import_files
        where dataset = @Name and epoch = @epoch and status in ('applied', 'skipped') and key = any(@keys)
        """;

    // The names stay with each file instead of in the tickets' rows: an unchanged ticket is then not rewritten for having been named.
    private const string RecordSql =
        """
        insert into tickets.import_files (
          dataset, key, etag, size, file_time, status, epoch, late, truncated,
          rows_read, rows_dropped, rows_rejected, rows_superseded, rows_inserted, rows_updated, rows_unchanged,
          run_id, applied_at, reason, ticket_ids)
        values (
          @Name, @Key, @ETag, @Size, @Time, @Status, @epoch, @Late, @Truncated,
          @Read, @Dropped, @Rejected, @Superseded, @Inserted, @Updated, @Unchanged,
          @runId, case when @Status <> 'failed' then now() end, @Reason,
          case when @Status <> 'failed' then (
            select array_agg(ticket_id order by ticket_id collate "C") from staged_records where ticket_id is not null) end)
        on conflict (dataset, key, etag) do update
        set size = excluded.size, file_time = excluded.file_time, status = excluded.status, epoch = excluded.epoch,
            late = excluded.late, truncated = excluded.truncated,
            rows_read = excluded.rows_read, rows_dropped = excluded.rows_dropped, rows_rejected = excluded.rows_rejected,
            rows_superseded = excluded.rows_superseded, rows_inserted = excluded.rows_inserted,
            rows_updated = excluded.rows_updated, rows_unchanged = excluded.rows_unchanged,
            run_id = excluded.run_id, applied_at = excluded.applied_at, reason = excluded.reason, ticket_ids = excluded.ticket_ids,
            archived_at = null, archived_as = null
        """;

    private const string ArchivedSql =
        """
        update tickets.import_files
        set archived_at = now(), archived_as = @archivedAs
        where dataset = @Name and key = @Key and etag = @ETag
        """;

    private const string MovedSql =
        """
        update tickets.import_files
        set archived_at = now()
        where dataset = @Name and archived_at is null and status in ('applied', 'failed') and key <> all(@keys)
        """;

    private const string CommittedSql =
        """
        select exists (
          select from tickets.import_files
          where dataset = @Name and key = @Key and etag = @ETag and run_id = @runId)
        """;

    /// <summary>The listed uploads that are applied or skipped in this epoch, by key and tag.</summary>
    public static async Task<IReadOnlyDictionary<(string Key, string ETag), LedgerEntry>> DoneAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, IEnumerable<string> keys, CancellationToken cancellation)
    {
        // As an object, the array goes to the driver as it is; Dapper would spread a list over many parameters, and needs reflection for that.
        var done = await connection.QueryAsync<LedgerEntry>(
            DoneSql, new { dataset.Name, epoch, keys = (object)keys.ToArray(), cancellation });
        return done.ToDictionary(entry => (entry.Key, entry.ETag));
    }

    /// <summary>Whether an upload is applied or skipped in this epoch.</summary>
    public static async Task<bool> IsDoneAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, BucketObject upload, CancellationToken cancellation) =>
        (await DoneAsync(connection, dataset, epoch, [upload.Key], cancellation)).ContainsKey((upload.Key, upload.ETag));

    /// <summary>Writes the file's row, in the transaction that holds its staged records; replaces an earlier row of the same upload.</summary>
    public static Task RecordAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, long? runId, FileOutcome outcome, CancellationToken cancellation) =>
        connection.ExecuteAsync(
            RecordSql,
            new
            {
                dataset.Name, outcome.File.Key, outcome.File.Upload.ETag, outcome.File.Upload.Size,
                Time = outcome.File.Time.ToUniversalTime(), Status = StatusText(outcome.Status), epoch,
                Late = outcome.Lag is not null, outcome.Truncated,
                outcome.Rows.Read, outcome.Rows.Dropped, outcome.Rows.Rejected, outcome.Rows.Superseded,
                outcome.Rows.Inserted, outcome.Rows.Updated, outcome.Rows.Unchanged, runId, outcome.Reason,
                cancellation,
            });

    public static Task MarkArchivedAsync(
        NpgsqlConnection connection, TicketDataset dataset, BucketObject upload, string archivedAs, CancellationToken cancellation) =>
        connection.ExecuteAsync(ArchivedSql, new { dataset.Name, upload.Key, upload.ETag, archivedAs, cancellation });

    /// <summary>Marks what was to be moved and is not in the listing: somebody moved it, under a name that is not known.</summary>
    public static Task MarkMovedAsync(
        NpgsqlConnection connection, TicketDataset dataset, IEnumerable<string> listedKeys, CancellationToken cancellation) =>
        connection.ExecuteAsync(MovedSql, new { dataset.Name, keys = (object)listedKeys.ToArray(), cancellation });

    /// <summary>Whether this run's row for the upload is there: the answer when a connection died during COMMIT.</summary>
    public static Task<bool> IsCommittedAsync(
        NpgsqlConnection connection, TicketDataset dataset, BucketObject upload, long? runId, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(CommittedSql, new { dataset.Name, upload.Key, upload.ETag, runId, cancellation });

    private static string StatusText(FileStatus status) => status switch
    {
        FileStatus.Applied => "applied",
        FileStatus.Failed => "failed",
        FileStatus.Skipped => "skipped",
        FileStatus.Local => "local",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
