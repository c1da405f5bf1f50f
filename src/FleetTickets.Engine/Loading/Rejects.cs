using Dapper;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Datasets;
using Npgsql;

namespace FleetTickets.Engine.Loading;

/// <summary><c>tickets.import_rejects</c>: the records that could not be loaded, with where and why.</summary>
internal static class Rejects
{
    private const string ForgetSql = "delete from tickets.import_rejects where dataset = @Name and key = @Key and etag = @ETag";

    private const string KeepSql =
        """
        insert into tickets.import_rejects (dataset, key, etag, line, reason, text, length, sha256, run_id)
        select @Name, @Key, @ETag, line, reason, text, length, sha256, @runId
        from staged_records
        where reason is not null
        order by line
        """;

    /// <summary>Keeps the staged rejects, in place of those of an earlier attempt at the same upload.</summary>
    public static async Task KeepAsync(
        NpgsqlConnection connection, TicketDataset dataset, BucketObject upload, long? runId, CancellationToken cancellation)
    {
        var file = new { dataset.Name, upload.Key, upload.ETag, runId, cancellation };
        await connection.ExecuteAsync(ForgetSql, file);
        await connection.ExecuteAsync(KeepSql, file);
    }
}
