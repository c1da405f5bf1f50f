using System.Text.Json;

namespace FleetTickets.DatabaseTests.TakeOver;

/// <summary>
/// Stands in for the other program: upserts a file's tickets, moves the watermark, captures the history. It knows no ledger, and the tables
/// by the names that it gave them.
/// </summary>
internal sealed class OtherWorker(OtherDatabase database, (string Dataset, string Metadata, string ImportedAt) meta)
{
    public async Task LoadAsync(string time, params (string Id, string Status)[] records)
    {
        foreach (var (id, status) in records)
        {
            var raw = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["ticket_id"] = id, ["normalized_status"] = status, ["is_actionable"] = "true", ["cluster"] = "WEST", ["location_name"] = "NW_LAVINGTON_SDUS",
            });
            await database.ExecuteAsync(
                """
                insert into tickets.inc (ticket_id, raw, ingested_at) values (@id, @raw::jsonb, now())
                on conflict (ticket_id) do update set raw = excluded.raw, ingested_at = excluded.ingested_at
                """,
                new { id, raw });
        }
        await database.ExecuteAsync(
            $"""
            insert into tickets.import_meta ({meta.Dataset}, {meta.Metadata}, {meta.ImportedAt})
            values ('inc', jsonb_build_object('source_max_key', @key), now())
            on conflict ({meta.Dataset}) do update
            set {meta.Metadata} = import_meta.{meta.Metadata} || excluded.{meta.Metadata}, {meta.ImportedAt} = excluded.{meta.ImportedAt}
            """,
            new { key = $"automations/inc/changes/{time}.csv" });
        await database.ExecuteAsync("select tickets.capture_history()");
    }

    /// <summary>The watermark that it finds when it starts.</summary>
    public Task<string> WatermarkAsync() =>
        database.ScalarAsync<string>($"select {meta.Metadata} ->> 'source_max_key' from tickets.import_meta where {meta.Dataset} = 'inc'");
}
