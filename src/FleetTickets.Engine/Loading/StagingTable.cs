using System.IO.Hashing;
using System.Text;
using Dapper;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Cleaning;
using FleetTickets.Engine.Faults;
using Npgsql;
using NpgsqlTypes;

namespace FleetTickets.Engine.Loading;

/// <summary>
/// The records of one file in a temporary table: kept ones with their ticket, rejected ones with their reason. One COPY carries both,
/// so that neither is ever held in memory.
/// </summary>
internal static class StagingTable
{
    private const string CreateSql =
        """
        drop table if exists pg_temp.staged_records;
        create temp table staged_records (
          line bigint not null,
          ticket_id text,
          raw jsonb,
          reason text,
          text text,
          length bigint,
          sha256 text
        ) on commit drop
        """;

    private const string CopySql = "copy staged_records (line, ticket_id, raw, reason, text, length, sha256) from stdin (format binary)";

    private const string DropRepeatsSql =
        """
        delete from staged_records s
        using (
          select ticket_id, max(line) as last_line
          from staged_records
          where ticket_id is not null
          group by ticket_id
          having count(*) > 1) repeated
        where s.ticket_id = repeated.ticket_id and s.line < repeated.last_line
        """;

    // A file of the same time is not newer: of two uploads under one name the later one wins.
    private const string DropNamedByNewerSql =
        """
        delete from staged_records s
        using (
          select distinct unnest(ticket_ids) as ticket_id
          from tickets.import_files
          where dataset = @dataset and epoch = @epoch and status in ('applied', 'local') and file_time > @time) newer
        where s.ticket_id = newer.ticket_id
        """;

    public static Task CreateAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteAsync(CreateSql, new { cancellation });

    /// <summary>
    /// Cleans and copies every record. When the file turns out to be unreadable the table holds what came before, rejects included.
    /// </summary>
    public static async Task<StagedFile> FillAsync(
        NpgsqlConnection connection, ChangeReader.OpenAt open, ILoadProgress progress, CancellationToken cancellation)
    {
        var staged = new StagedFile();
        try
        {
            await using var reader = await ChangeReader.OpenAsync(open, cancellation);
            staged.Header = reader.Header;
            await using var copy = await connection.BeginBinaryImportAsync(CopySql, cancellation);
            staged.Unreadable = await CopyAsync(reader, copy, staged, progress, cancellation);
            await copy.CompleteAsync(cancellation);
        }
        catch (UnreadableFileException unreadable)
        {
            staged.Unreadable = unreadable;
        }
        return staged;
    }

    /// <summary>Of several records of a ticket in this file the last one stays. Returns how many went.</summary>
    public static Task<int> DropRepeatsAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteAsync(DropRepeatsSql, new { cancellation });

    /// <summary>Records of tickets that a newer file has named go: the result is that of files applied in order. Returns how many went.</summary>
    public static Task<int> DropNamedByNewerAsync(
        NpgsqlConnection connection, string dataset, int epoch, DateTimeOffset time, CancellationToken cancellation) =>
        connection.ExecuteAsync(DropNamedByNewerSql, new { dataset, epoch, time = time.ToUniversalTime(), cancellation });

    /// <summary>Returns what made the file unreadable on the way, so that the COPY can still be completed: a broken one ends the transaction.</summary>
    private static async Task<UnreadableFileException?> CopyAsync(
        ChangeReader reader, NpgsqlBinaryImporter copy, StagedFile staged, ILoadProgress progress, CancellationToken cancellation)
    {
        using var cleaner = new RowCleaner(reader.Header);
        var seen = new HashSet<ulong>();
        try
        {
            while (await reader.ReadAsync(cancellation))
            {
                staged.Read++;
                switch (cleaner.Clean(reader))
                {
                    case KeptRecord kept:
                        staged.Kept++;
                        // Hashes of two ids may be equal; the database then looks once in vain.
                        staged.MayRepeat |= !seen.Add(XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(kept.TicketId)));
                        await WriteAsync(copy, reader.Line, kept, cancellation);
                        break;
                    case RejectedRecord rejected:
                        staged.Rejected++;
                        await WriteAsync(copy, rejected, cancellation);
                        break;
                    case DroppedRecord dropped:
                        staged.Dropped++;
                        staged.Truncated |= dropped.Reason is DropReason.TruncationSentinel;
                        break;
                }
                progress.Record(reader.Offset);
                await Fault.AtAsync(FaultPoint.MidCopy, cancellation);
            }
            return null;
        }
        catch (UnreadableFileException unreadable)
        {
            return unreadable;
        }
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, long line, KeptRecord kept, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation);
        await copy.WriteAsync(line, NpgsqlDbType.Bigint, cancellation);
        await copy.WriteAsync(kept.TicketId, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(kept.Raw, NpgsqlDbType.Jsonb, cancellation);
        for (var i = 0; i < 4; i++)
            await copy.WriteNullAsync(cancellation);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter copy, RejectedRecord rejected, CancellationToken cancellation)
    {
        await copy.StartRowAsync(cancellation);
        await copy.WriteAsync(rejected.Line, NpgsqlDbType.Bigint, cancellation);
        await copy.WriteNullAsync(cancellation);
        await copy.WriteNullAsync(cancellation);
        await copy.WriteAsync(rejected.Reason, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(rejected.Text.Beginning, NpgsqlDbType.Text, cancellation);
        await copy.WriteAsync(rejected.Text.Length, NpgsqlDbType.Bigint, cancellation);
        await copy.WriteAsync(rejected.Text.Sha256, NpgsqlDbType.Text, cancellation);
    }
}
