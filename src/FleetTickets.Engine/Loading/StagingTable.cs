using Dapper;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;
using Npgsql;
using NpgsqlTypes;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// The records of the files that are loaded together, in temporary tables: kept ones with their ticket, and without <c>raw</c> where the
/// ticket holds it already; rejected ones with their reason.
/// </summary>
internal static class StagingTable
{
    private const string CreateSql =
        """
        drop table if exists pg_temp.staged_records, pg_temp.staged_rejects;
        create temp table staged_records (
          file integer not null,
          line bigint not null,
          ticket_id text not null,
          content_hash uuid,
          raw jsonb
        ) on commit drop;
        create temp table staged_rejects (
          file integer not null,
          line bigint not null,
          reason text not null,
          text text not null,
          length bigint not null,
          sha256 text not null
        ) on commit drop;
        -- Joining a large file writes both sides to disk with the 4 MB that a server has by default.
        select set_config('work_mem', '64MB', true) where pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('64MB')
        """;

    private const string CopyRecordsSql = "copy staged_records (file, line, ticket_id, content_hash, raw) from stdin (format binary)";

    private const string CopyRejectsSql = "copy staged_rejects (file, line, reason, text, length, sha256) from stdin (format binary)";

    private const string DropRepeatsSql =
        """
        with gone as (
          delete from staged_records s
          using (
            select file, ticket_id, max(line) as last_line
            from staged_records
            group by file, ticket_id
            having count(*) > 1) repeated
          where s.file = repeated.file and s.ticket_id = repeated.ticket_id and s.line < repeated.last_line
          returning s.file)
        select file, count(*) as rows from gone group by file
        """;

    // A file of the same time is not newer: of two uploads under one name the later one wins.
    private const string DropNamedByNewerSql =
        """
        with newer as (
          select unnest(coalesce(ticket_ids, earlier_ticket_ids)) as ticket_id, max(file_time) as time
          from tickets.import_files
          where dataset = @dataset and (epoch = @epoch and status in ('applied', 'local') or earlier_epoch = @epoch) and file_time > (select min(t) from unnest(@times) t)
          group by 1
        ), gone as (
          delete from staged_records s
          using newer, unnest(@times) with ordinality staged (time, file)
          where s.ticket_id = newer.ticket_id and s.file = staged.file and staged.time < newer.time
          returning s.file)
        select file, count(*) as rows from gone group by file
        """;

    // Only the number of rows matters, and a few pages tell it. The usual sample of a large file would take longer than the join it is for.
    private const string AnalyzeSql = "set local default_statistics_target = 1; analyze staged_records (file, ticket_id)";

    public static Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteAsync(CreateSql, new { cancellation });

    /// <summary>Removes every record, and the rejects of files that are staged again.</summary>
    public static Task EmptyAsync(NpgsqlConnection connection, int[] files, CancellationToken cancellation) =>
        connection.ExecuteAsync(
            "delete from staged_records; delete from staged_rejects where file = any(@files)", new { files = (object)files, cancellation });

    /// <summary>Sends a chunk. Of a record that its ticket holds already, only the id is sent. Returns how many were sent whole.</summary>
    /// <param name="dataset">Whose tickets are compared; null to send every record whole.</param>
    public static async Task<int> SendAsync(NpgsqlConnection connection, TicketDataset? dataset, StagingChunk chunk, CancellationToken cancellation)
    {
        if (chunk.Rejects.Count > 0)
            await CopyRejectsAsync(connection, chunk, cancellation);
        if (chunk.Records.Count == 0)
            return 0;
        var unchanged = dataset is null ? [] : await UnchangedAsync(connection, dataset, chunk, cancellation);
        await CopyRecordsAsync(connection, chunk, unchanged, cancellation);
        return chunk.Records.Count - unchanged.Count;
    }

    /// <summary>Tells the planner how many records there are. A guess too high would read all tickets for the few of a delta.</summary>
    public static Task AnalyzeAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteAsync(AnalyzeSql, new { cancellation });

    /// <summary>Keeps the last of several records of a ticket in a file. Returns how many were dropped.</summary>
    public static Task<RowsByFile> DropRepeatsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        RowsByFile.QueryAsync(connection, DropRepeatsSql, [], cancellation);

    /// <summary>Drops records of tickets that a newer file names, so that the result is that of files applied in order. Returns how many were dropped.</summary>
    /// <param name="times">The times of the files, the oldest first.</param>
    public static Task<RowsByFile> DropNamedByNewerAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, DateTime[] times, CancellationToken cancellation) =>
        RowsByFile.QueryAsync(
            connection,
            DropNamedByNewerSql,
            [new("dataset", dataset.Name), new("epoch", epoch), new("times", times)],
            cancellation);

    /// <summary>Places in the chunk, from 0.</summary>
    private static async Task<HashSet<int>> UnchangedAsync(
        NpgsqlConnection connection, TicketDataset dataset, StagingChunk chunk, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(UpsertSql.FindUnchanged(dataset), connection);
        command.Parameters.Add(new("ids", chunk.Records.Select(record => record.TicketId).ToArray()));
        command.Parameters.Add(new("hashes", chunk.Records.Select(record => record.ContentHash).ToArray()));
        return await command.ExecuteScalarAsync(cancellation) is int[] found ? [.. found.Select(place => place - 1)] : [];
    }

    private static async Task CopyRecordsAsync(
        NpgsqlConnection connection, StagingChunk chunk, HashSet<int> unchanged, CancellationToken cancellation)
    {
        try
        {
            await using var copy = await connection.BeginBinaryImportAsync(CopyRecordsSql, cancellation);
            for (var i = 0; i < chunk.Records.Count; i++)
            {
                await WriteAsync(copy, chunk, chunk.Records[i], unchanged.Contains(i), cancellation);
                await Fault.AtAsync(FaultPoint.MidCopy, cancellation);
            }
            await copy.CompleteAsync(cancellation);
        }
        catch (PostgresException refused) when (RefusedRecord.Note(refused, chunk))
        {
            throw;
        }
    }

    private static async Task WriteAsync(
        NpgsqlBinaryImporter copy, StagingChunk chunk, StagedRecord record, bool isUnchanged, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation);
        await copy.WriteAsync(record.File, NpgsqlDbType.Integer, cancellation);
        await copy.WriteAsync(record.Line, NpgsqlDbType.Bigint, cancellation);
        await copy.WriteAsync(record.TicketId, NpgsqlDbType.Text, cancellation);
        if (isUnchanged)
        {
            await copy.WriteNullAsync(cancellation);
            await copy.WriteNullAsync(cancellation);
            return;
        }
        await copy.WriteAsync(record.ContentHash, NpgsqlDbType.Uuid, cancellation);
        await copy.WriteAsync(chunk.RawOf(record), NpgsqlDbType.Jsonb, cancellation);
    }

    private static async Task CopyRejectsAsync(NpgsqlConnection connection, StagingChunk chunk, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync(CopyRejectsSql, cancellation);
        foreach (var (file, record) in chunk.Rejects)
        {
            await copy.StartRowAsync(cancellation);
            await copy.WriteAsync(file, NpgsqlDbType.Integer, cancellation);
            await copy.WriteAsync(record.Line, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(record.Reason, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(record.Text.Beginning, NpgsqlDbType.Text, cancellation);
            await copy.WriteAsync(record.Text.Length, NpgsqlDbType.Bigint, cancellation);
            await copy.WriteAsync(record.Text.Sha256, NpgsqlDbType.Text, cancellation);
        }
        await copy.CompleteAsync(cancellation);
    }
}
