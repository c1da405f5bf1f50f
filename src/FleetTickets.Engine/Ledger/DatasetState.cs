using System.Globalization;
using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Ledger;

/// <summary>
/// How far a dataset has come: its row in <c>tickets.import_meta</c>. Keys of the metadata that are not ours stay as they are.
/// </summary>
/// <param name="WatermarkKey">Object key of the newest applied file (<c>metadata.source_max_key</c>); null before the first.</param>
/// <param name="Epoch"><c>metadata.stream_epoch</c>, raised by every reseed; the ledger's rows of earlier epochs no longer count.</param>
/// <param name="ReseedUnfinished">The reseed that began the epoch has not come to its end; its run was killed, or is this one.</param>
public sealed record DatasetState(string? WatermarkKey, int Epoch, bool ReseedUnfinished)
{
    private const string Columns =
        "metadata->>'source_max_key' as watermark_key, metadata->>'stream_epoch' as epoch, metadata->>'reseed_unfinished' as reseed_unfinished, metadata->>'archive_checked_from' as archive_checked_from";

    private const string ReadSql = $"select {Columns} from tickets.import_meta where dataset = @Name";

    // An insert waits for another transaction that has inserted the same row and not ended: the very first file of another run.
    private const string EnsureSql =
        """
        select set_config('fleettickets.lock_timeout', current_setting('lock_timeout'), true), set_config('lock_timeout', '1s', true);
        insert into tickets.import_meta (dataset) values (@Name) on conflict do nothing;
        select set_config('lock_timeout', current_setting('fleettickets.lock_timeout'), true)
        """;

    private const string LockSql = $"select {Columns} from tickets.import_meta where dataset = @Name for update nowait";

    private const string AdvanceSql =
        """
        update tickets.import_meta
        set imported_at = now(),
            metadata = coalesce(metadata, '{}') || jsonb_build_object('source_max_key',
              greatest(@Key collate "C", (metadata->>'source_max_key') collate "C"))
        where dataset = @Name
        """;

    // Without a watermark every file of the new epoch is a new file; a kill before the first one leaves it so for the next run.
    private const string RaiseEpochSql =
        """
        update tickets.import_meta
        set metadata = (coalesce(metadata, '{}') - 'source_max_key' - 'archive_checked_from') || jsonb_build_object('stream_epoch', @Epoch, 'reseed_unfinished', true)
        where dataset = @Name
        """;

    private const string CheckArchiveFromSql =
        """
        update tickets.import_meta
        set metadata = case
          when @from::text is null then metadata - 'archive_checked_from'
          else coalesce(metadata, '{}') || jsonb_build_object('archive_checked_from', @from::text)
        end
        where dataset = @Name
        """;

    private const string FinishReseedSql =
        """
        update tickets.import_meta
        set metadata = metadata - 'reseed_unfinished'
        where dataset = @Name and metadata->'reseed_unfinished' is not null
        """;

    /// <summary>
    /// Behind which key processed/ holds files that the ledger does not know, empty for its beginning; null when it knows all that are newer
    /// than the watermark. Without it, the next applied file would hide them.
    /// </summary>
    public string? ArchiveCheckedFrom { get; init; }

    /// <summary>The watermark's time; null without a watermark, or when its key is not one of this feed.</summary>
    public DateTimeOffset? WatermarkTime => WatermarkKey is null ? null : ChangeFile.TimeOfKey(WatermarkKey);

    public static async Task<DatasetState> ReadAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        Parse(dataset, await connection.QuerySingleOrDefaultAsync<StoredState>(ReadSql, new { dataset.Name, cancellation }));

    /// <summary>Reads the state and holds its row until the transaction ends, so that no other run can apply a file meanwhile.</summary>
    /// <exception cref="DatasetBusyException">Another transaction holds it.</exception>
    public static async Task<DatasetState> LockAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation)
    {
        try
        {
            await connection.ExecuteAsync(EnsureSql, new { dataset.Name, cancellation });
            return Parse(dataset, await connection.QuerySingleAsync<StoredState>(LockSql, new { dataset.Name, cancellation }));
        }
        catch (PostgresException held) when (held.SqlState is PostgresErrorCodes.LockNotAvailable)
        {
            throw new DatasetBusyException($"{dataset.Name} is held by another run: its row in tickets.import_meta is locked");
        }
    }

    public static Task AdvanceAsync(NpgsqlConnection connection, TicketDataset dataset, ChangeFile file, CancellationToken cancellation) =>
        connection.ExecuteAsync(AdvanceSql, new { dataset.Name, file.Key, cancellation });

    public Task RaiseEpochAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteAsync(RaiseEpochSql, new { dataset.Name, Epoch = Epoch + 1, cancellation });

    public static Task FinishReseedAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteAsync(FinishReseedSql, new { dataset.Name, cancellation });

    /// <summary>Notes from where processed/ is to be looked through the next time; null for the watermark.</summary>
    public static Task CheckArchiveFromAsync(NpgsqlConnection connection, TicketDataset dataset, string? from, CancellationToken cancellation) =>
        connection.ExecuteAsync(CheckArchiveFromSql, new { dataset.Name, from, cancellation });

    private static DatasetState Parse(TicketDataset dataset, StoredState? stored) =>
        int.TryParse(stored?.epoch ?? "0", NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? new DatasetState(stored?.watermark_key, epoch, stored?.reseed_unfinished is not null) { ArchiveCheckedFrom = stored?.archive_checked_from }
            : throw new InvalidDataException(
                $"tickets.import_meta, dataset {dataset.Name}: metadata.stream_epoch is {stored?.epoch}, expected a whole number");

    internal sealed record StoredState(string? watermark_key, string? epoch, string? reseed_unfinished, string? archive_checked_from);
}
