using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary><c>tickets.import_rejects</c>: the records that could not be loaded, with where and why.</summary>
internal static class Rejects
{
    public const int MostOfAFailedFile = 1_000;

    private const string KeepSql =
        """
        delete from tickets.import_rejects
        where dataset = @Name and (key, etag) in (select key, etag from unnest(@keys, @etags) upload (key, etag));
        insert into tickets.import_rejects (dataset, key, etag, line, reason, text, length, sha256, run_id)
        select @Name, upload.key, upload.etag, rejected.line, rejected.reason, rejected.text, rejected.length, rejected.sha256, @runId
        from (
          select *, row_number() over (partition by file order by line) as place from staged_rejects
        ) rejected
        join unnest(@keys, @etags, @failed) with ordinality upload (key, etag, failed, file) using (file)
        where not failed or place <= @MostOfAFailedFile
        order by file, line
        """;

    /// <summary>
    /// Keeps the staged rejects, in place of those of an earlier attempt at the same uploads. Of a failed file the first ones: its count is in the
    /// ledger, and all of them are in the object.
    /// </summary>
    /// <param name="outcomes">Of the files that are loaded together, the oldest first.</param>
    public static Task KeepAsync(
        NpgsqlConnection connection, TicketDataset dataset, IReadOnlyList<FileOutcome> outcomes, long? runId, CancellationToken cancellation) =>
        connection.ExecuteAsync(
            KeepSql,
            new
            {
                dataset.Name, runId, MostOfAFailedFile, cancellation,
                keys = (object)outcomes.Select(outcome => outcome.File.Key).ToArray(),
                etags = (object)outcomes.Select(outcome => outcome.File.Upload.ETag).ToArray(),
                failed = (object)outcomes.Select(outcome => outcome.Status is FileStatus.Failed).ToArray(),
            });
}
