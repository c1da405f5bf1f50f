using Dapper;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary><c>tickets.import_rejects</c>: the records that could not be loaded, with where and why.</summary>
internal static class Rejects
{
    private const string KeepSql =
        """
        delete from tickets.import_rejects
        where dataset = @Name and (key, etag) in (select key, etag from unnest(@keys, @etags) upload (key, etag));
        insert into tickets.import_rejects (dataset, key, etag, line, reason, text, length, sha256, run_id)
        select @Name, upload.key, upload.etag, rejected.line, rejected.reason, rejected.text, rejected.length, rejected.sha256, @runId
        from staged_rejects rejected
        join unnest(@keys, @etags) with ordinality upload (key, etag, file) using (file)
        order by file, line
        """;

    /// <summary>Keeps the staged rejects, in place of those of an earlier attempt at the same uploads.</summary>
    /// <param name="uploads">Those that are loaded together, the oldest first.</param>
    public static Task KeepAsync(
        NpgsqlConnection connection, TicketDataset dataset, IEnumerable<BucketObject> uploads, long? runId, CancellationToken cancellation) =>
        connection.ExecuteAsync(
            KeepSql,
            new
            {
                dataset.Name, runId, cancellation,
                keys = (object)uploads.Select(upload => upload.Key).ToArray(), etags = (object)uploads.Select(upload => upload.ETag).ToArray(),
            });
}
