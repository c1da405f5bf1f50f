using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary>A row of the ledger: one upload and what became of it.</summary>
/// <param name="Key">Object key in changes/, or <c>local/NAME</c>.</param>
/// <param name="RunId">The run that wrote the row; of two uploads under one name the later run's is the later one.</param>
/// <param name="IsArchived">It was moved out of changes/.</param>
/// <param name="ArchivedAs">Object key that it was moved to; null when the run was killed before it recorded the key.</param>
/// <param name="Reason">Why it failed or was skipped.</param>
public sealed record LedgerFile(
    string Key, string ETag, long Size, DateTimeOffset Time, FileStatus Status, int Epoch, bool IsLate, RowCounts Rows,
    long RunId, bool IsArchived, string? ArchivedAs, string? Reason)
{
    /// <summary>The tag of the row that says how far another program has come; no upload has it.</summary>
    internal const string OtherProgramsTag = "another program";

    /// <summary>Tells uploads of a name that one run applied; null when it failed or was skipped.</summary>
    public DateTimeOffset? AppliedAt { get; init; }

    /// <summary>The export says in it that it stopped early.</summary>
    public bool IsTruncated { get; init; }

    /// <summary>Epoch and run that applied the file before it failed or was skipped; null when none did.</summary>
    public (int Epoch, long RunId)? Earlier { get; init; }

    private const string SelectSql =
        """
        select key, etag, size, file_time, status, epoch, late, rows_read, rows_dropped, rows_rejected, rows_superseded,
               rows_inserted, rows_updated, rows_unchanged, coalesce(run_id, 0), archived_at is not null, archived_as, reason,
               applied_at, earlier_epoch, coalesce(earlier_run_id, 0), truncated
        from tickets.import_files
        where dataset = $1
        """;

    private const string SinceAllLateSql =
        """
         and epoch = $2 and status = 'applied' and run_id >= (
          select min(runs.run_id)
          from tickets.import_runs runs
          where runs.dataset = $1 and runs.findings @> jsonb_build_array(jsonb_build_object('kind', $3::text))
            and exists (select from tickets.import_files f where f.dataset = $1 and f.epoch = $2 and f.run_id = runs.run_id))
        """;

    private const string NewestFirst = " order by epoch desc, file_time desc, run_id desc nulls last, applied_at desc nulls last";

    public UploadId Id => new(Key, ETag);

    /// <summary>It is no file, but says how far another program has come.</summary>
    public bool IsOfAnotherProgram => ETag == OtherProgramsTag;

    /// <summary>The dataset's whole ledger, newest epoch and file first.</summary>
    public static Task<IReadOnlyList<LedgerFile>> AllAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        ReadAsync(new NpgsqlCommand(SelectSql + NewestFirst, connection) { Parameters = { new() { Value = dataset.Name } } }, cancellation);

    /// <summary>The rows of some keys, of every epoch, newest first.</summary>
    public static Task<IReadOnlyList<LedgerFile>> OfKeysAsync(
        NpgsqlConnection connection, TicketDataset dataset, IEnumerable<string> keys, CancellationToken cancellation) => ReadAsync(
        new NpgsqlCommand(SelectSql + " and key = any($2)" + NewestFirst, connection)
        {
            Parameters = { new() { Value = dataset.Name }, new() { Value = keys.ToArray() } },
        },
        cancellation);

    /// <summary>
    /// What runs of an epoch have applied from the bucket since one of them found every file late: the bucket was replaced without --reseed.
    /// </summary>
    public static Task<IReadOnlyList<LedgerFile>> SinceAllLateAsync(
        NpgsqlConnection connection, TicketDataset dataset, int epoch, string allLate, CancellationToken cancellation) => ReadAsync(
        new NpgsqlCommand(SelectSql + SinceAllLateSql + NewestFirst, connection)
        {
            Parameters = { new() { Value = dataset.Name }, new() { Value = epoch }, new() { Value = allLate } },
        },
        cancellation);

    private static async Task<IReadOnlyList<LedgerFile>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var disposed = command;
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var files = new List<LedgerFile>();
        while (await row.ReadAsync(cancellation))
            files.Add(Of(row));
        return files;
    }

    private static LedgerFile Of(NpgsqlDataReader row) => new(
        row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetFieldValue<DateTimeOffset>(3), StatusOf(row.GetString(4)), row.GetInt32(5), row.GetBoolean(6),
        new RowCounts(row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13)),
        row.GetInt64(14), row.GetBoolean(15), row.IsDBNull(16) ? null : row.GetString(16), row.IsDBNull(17) ? null : row.GetString(17))
    {
        AppliedAt = row.IsDBNull(18) ? null : row.GetFieldValue<DateTimeOffset>(18),
        IsTruncated = row.GetBoolean(21),
        Earlier = row.IsDBNull(19) ? null : (row.GetInt32(19), row.GetInt64(20)),
    };

    private static FileStatus StatusOf(string text) => text switch
    {
        "applied" => FileStatus.Applied,
        "failed" => FileStatus.Failed,
        "skipped" => FileStatus.Skipped,
        "local" => FileStatus.Local,
        _ => throw new InvalidDataException($"tickets.import_files has a row with status {text}"),
    };
}
