using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary>
/// <c>tickets.import_files</c>: which upload (key and tag) was applied, and which tickets it named. The ledger decides what is new;
/// the watermark only summarises it.
/// </summary>
internal static class FileLedger
{
    private const string DoneSql =
        """
        select key, etag as ETag,
          status = 'applied' and exists (
            select from tickets.import_files later
            where later.dataset = done.dataset and later.epoch = done.epoch and later.key = done.key and later.status = 'applied'
              and (coalesce(later.run_id, 0), later.applied_at) > (coalesce(done.run_id, 0), done.applied_at)) as Superseded
        from tickets.import_files done
        where dataset = @Name and epoch = @epoch and status in ('applied', 'skipped') and key = any(@keys)
        """;

    // The ids are kept with each file and not in the tickets' rows, so that naming an unchanged ticket does not rewrite it.
    private const string RecordSql =
        """
        insert into tickets.import_files as kept (
          dataset, key, etag, size, file_time, status, epoch, late, truncated,
          rows_read, rows_dropped, rows_rejected, rows_superseded, rows_inserted, rows_updated, rows_unchanged,
          run_id, applied_at, reason, ticket_ids)
        select
          @Name, f.key, f.etag, f.size, f.file_time, f.status, @epoch, f.late, f.truncated,
          f.rows_read, f.rows_dropped, f.rows_rejected, f.rows_superseded, f.rows_inserted, f.rows_updated, f.rows_unchanged,
          @runId, case when f.status <> 'failed' then now() end, f.reason, case when f.status <> 'failed' then named.ticket_ids end
        from unnest(
          @keys, @etags, @sizes, @times, @statuses, @lates, @truncated, @read, @dropped, @rejected, @superseded, @inserted, @updated,
          @unchanged, @reasons)
          with ordinality f (
            key, etag, size, file_time, status, late, truncated, rows_read, rows_dropped, rows_rejected, rows_superseded, rows_inserted,
            rows_updated, rows_unchanged, reason, file)
        left join (select file, array_agg(ticket_id) as ticket_ids from staged_records group by file) named using (file)
        on conflict (dataset, key, etag) do update
        set size = excluded.size, file_time = excluded.file_time, status = excluded.status, epoch = excluded.epoch,
            late = excluded.late, truncated = excluded.truncated,
            rows_read = excluded.rows_read, rows_dropped = excluded.rows_dropped, rows_rejected = excluded.rows_rejected,
            rows_superseded = excluded.rows_superseded, rows_inserted = excluded.rows_inserted,
            rows_updated = excluded.rows_updated, rows_unchanged = excluded.rows_unchanged,
            run_id = excluded.run_id, applied_at = excluded.applied_at, reason = excluded.reason, ticket_ids = excluded.ticket_ids,
            archived_at = null, archived_as = null,
            -- Tickets may be as it left them when it was applied before.
            earlier_epoch = case when excluded.status in ('applied', 'local') then null
              when kept.status = 'applied' then kept.epoch else kept.earlier_epoch end,
            earlier_run_id = case when excluded.status in ('applied', 'local') then null
              when kept.status = 'applied' then kept.run_id else kept.earlier_run_id end,
            earlier_ticket_ids = case when excluded.status in ('applied', 'local') then null
              when kept.status = 'applied' then kept.ticket_ids else kept.earlier_ticket_ids end
        """;

    private const string ArchivedSql =
        """
        update tickets.import_files f
        set archived_at = now(), archived_as = moved.archived_as
        from unnest(@keys, @etags, @archivedAs) moved (key, etag, archived_as)
        where f.dataset = @Name and f.key = moved.key and f.etag = moved.etag
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

    /// <summary>The listed uploads that are applied or skipped in this epoch.</summary>
    public static async Task<IReadOnlyDictionary<UploadId, DoneUpload>> DoneAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, IEnumerable<string> keys, CancellationToken cancellation)
    {
        // Passed as an object, the array reaches the driver unchanged; Dapper would expand a list into many parameters, by reflection.
        var done = await connection.QueryAsync<DoneUpload>(
            DoneSql, new { dataset.Name, epoch, keys = (object)keys.ToArray(), cancellation });
        return done.ToDictionary(upload => upload.Id);
    }

    /// <summary>Writes a row for each file, in the transaction that holds their staged records; replaces an earlier row of the same upload.</summary>
    /// <param name="outcomes">Of the files that are loaded together, the oldest first.</param>
    public static Task RecordAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, long? runId, IReadOnlyList<FileOutcome> outcomes, CancellationToken cancellation)
    {
        object Each<T>(Func<FileOutcome, T> value) => outcomes.Select(value).ToArray();
        return connection.ExecuteAsync(
            RecordSql,
            new
            {
                dataset.Name, epoch, runId, cancellation,
                keys = Each(outcome => outcome.File.Key),
                etags = Each(outcome => outcome.File.Upload.ETag),
                sizes = Each(outcome => outcome.File.Upload.Size),
                times = Each(outcome => outcome.File.Time.UtcDateTime),
                statuses = Each(outcome => StatusText(outcome.Status)),
                lates = Each(outcome => outcome.Lag is not null),
                truncated = Each(outcome => outcome.Truncated),
                read = Each(outcome => outcome.Rows.Read),
                dropped = Each(outcome => outcome.Rows.Dropped),
                rejected = Each(outcome => outcome.Rows.Rejected),
                superseded = Each(outcome => outcome.Rows.Superseded),
                inserted = Each(outcome => outcome.Rows.Inserted),
                updated = Each(outcome => outcome.Rows.Updated),
                unchanged = Each(outcome => outcome.Rows.Unchanged),
                reasons = Each(outcome => outcome.Reason),
            });
    }

    /// <summary>Not cancellable: the files are moved, also when the run is being stopped.</summary>
    public static Task MarkArchivedAsync(NpgsqlConnection connection, TicketDataset dataset, IReadOnlyList<ArchivedUpload> moved) =>
        connection.ExecuteAsync(ArchivedSql, new
        {
            dataset.Name,
            keys = (object)moved.Select(one => one.File.Key).ToArray(),
            etags = (object)moved.Select(one => one.File.Upload.ETag).ToArray(),
            archivedAs = (object)moved.Select(one => one.ArchivedAs).ToArray(),
        });

    /// <summary>Marks files that were to be moved and are no longer listed: they were moved, to a key that is not known.</summary>
    public static Task MarkMovedAsync(
        NpgsqlConnection connection, TicketDataset dataset, IEnumerable<string> listedKeys, CancellationToken cancellation) =>
        connection.ExecuteAsync(MovedSql, new { dataset.Name, keys = (object)listedKeys.ToArray(), cancellation });

    /// <summary>Whether this run's row for the upload is there: the answer when a connection died during COMMIT.</summary>
    public static Task<bool> IsCommittedAsync(
        NpgsqlConnection connection, TicketDataset dataset, ChangeFile file, long? runId, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(CommittedSql, new { dataset.Name, file.Key, file.Upload.ETag, runId, cancellation });

    private static string StatusText(FileStatus status) => status switch
    {
        FileStatus.Applied => "applied",
        FileStatus.Failed => "failed",
        FileStatus.Skipped => "skipped",
        FileStatus.Local => "local",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };
}
