using FleetTickets.Engine.Feed;
using Npgsql;
using Serilog;

namespace FleetTickets.Engine.Ledger;

/// <summary>
/// Another program that loads the same dataset, before this one took it over or in turn with it: it moves the watermark and writes no
/// ledger. Which of its files named which ticket nobody knows, so every ticket that is there then counts as named at its watermark.
/// </summary>
internal static class OtherLoader
{
    // The row is of a file, so that all that asks the ledger what newer files named hears of it. No upload has its tag.
    private static string NoteSql(TicketDataset dataset) =>
        $"""
        insert into tickets.import_files (dataset, key, etag, size, file_time, status, epoch, applied_at, archived_at, reason, ticket_ids)
        select $1, $2, '{LedgerFile.OtherProgramsTag}', 0, $3, 'applied', $4, now(), now(),
          'another program came this far; every ticket counts as named',
          (select array_agg(ticket_id order by ticket_id collate "C") from {dataset.Table})
        where not exists (
          select from tickets.import_files where dataset = $1 and epoch = $4 and status = 'applied' and file_time >= $3)
        on conflict (dataset, key, etag) do update
        set epoch = excluded.epoch, applied_at = excluded.applied_at, ticket_ids = excluded.ticket_ids
        """;

    /// <summary>Notes in the ledger how far the other program has come, when the watermark is newer than every file there.</summary>
    public static async Task NoteAsync(NpgsqlConnection connection, TicketDataset dataset, DatasetState state, CancellationToken cancellation)
    {
        if (state.WatermarkTime is not { } watermark)
            return;
        await using var note = new NpgsqlCommand(NoteSql(dataset), connection)
        {
            Parameters =
            {
                new() { Value = dataset.Name }, new() { Value = state.WatermarkKey },
                new() { Value = watermark.ToUniversalTime() }, new() { Value = state.Epoch },
            },
        };
        if (await note.ExecuteNonQueryAsync(cancellation) > 0)
            Log.Information("Another program has loaded up to {Watermark}: files at or older than that are late", state.WatermarkKey);
    }
}
