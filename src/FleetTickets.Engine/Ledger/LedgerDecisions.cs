using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary>Records an operator's decisions about uploads.</summary>
internal static class LedgerDecisions
{
    private const string SkipSql =
        """
        insert into tickets.import_files as decided (dataset, key, etag, size, file_time, status, epoch, run_id, reason)
        values (@Name, @Key, @ETag, @Size, @Time, 'skipped', @epoch, @runId, 'skipped by a person')
        on conflict (dataset, key, etag) do update
        set status = 'skipped', epoch = excluded.epoch, run_id = excluded.run_id, applied_at = null, ticket_ids = null,
            earlier_epoch = case when excluded.status in ('applied', 'local') then null
              when decided.status = 'applied' then decided.epoch else decided.earlier_epoch end,
            earlier_run_id = case when excluded.status in ('applied', 'local') then null
              when decided.status = 'applied' then decided.run_id else decided.earlier_run_id end,
            earlier_ticket_ids = case when excluded.status in ('applied', 'local') then null
              when decided.status = 'applied' then decided.ticket_ids else decided.earlier_ticket_ids end,
            reason = concat_ws('; before: ', excluded.reason, decided.reason)
        where decided.status <> 'applied' or decided.epoch < excluded.epoch
        """;

    private const string TakeOutSql =
        """
        update tickets.import_files
        set status = 'skipped', run_id = @runId, applied_at = null, ticket_ids = null, late = false, reason = 'taken out by a person; before: ' || status
        where dataset = @Name and key = @Key and etag = @ETag;
        update tickets.import_meta
        set metadata = case
          when newest.key is null then metadata - 'source_max_key'
          else metadata || jsonb_build_object('source_max_key', newest.key)
        end
        from (
          select max(key collate "C") as key
          from tickets.import_files
          where dataset = @Name and epoch = @Epoch and status = 'applied'
        ) newest
        where dataset = @Name and metadata ->> 'source_max_key' = @Key
        """;

    private const string TakeBackSql =
        """
        update tickets.import_files
        set status = 'failed', run_id = @runId, reason = 'taken back by a person; before: ' || reason
        where dataset = @Name and key = @Key and etag = @ETag and status = 'skipped'
        """;

    /// <summary>Records that the upload is not to be applied. An upload that is applied in this epoch stays applied.</summary>
    public static Task SkipAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, long? runId, ChangeFile file, CancellationToken cancellation) =>
        connection.ExecuteAsync(
            SkipSql,
            new { dataset.Name, file.Key, file.Upload.ETag, file.Upload.Size, Time = file.Time.ToUniversalTime(), epoch, runId, cancellation });

    /// <summary>An applied upload no longer is: it names no ticket any more, and the watermark goes back to the newest that is left.</summary>
    public static Task TakeOutAsync(
        NpgsqlConnection connection, TicketDataset dataset, long? runId, LedgerFile taken, CancellationToken cancellation) =>
        connection.ExecuteAsync(TakeOutSql, new { dataset.Name, taken.Key, taken.ETag, taken.Epoch, runId, cancellation });

    /// <summary>Removes the record that an upload was skipped, so that the next run applies it.</summary>
    public static Task TakeBackAsync(
        NpgsqlConnection connection, TicketDataset dataset, long? runId, LedgerFile skipped, CancellationToken cancellation) =>
        connection.ExecuteAsync(TakeBackSql, new { dataset.Name, skipped.Key, skipped.ETag, runId, cancellation });
}
