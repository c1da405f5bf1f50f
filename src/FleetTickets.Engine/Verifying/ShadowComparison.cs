using System.Runtime.CompilerServices;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Verifying;

/// <summary>The tickets beside what the files say that they should be.</summary>
internal static class ShadowComparison
{
    /// <summary>To be called once, when every file is folded: lets the server plan the comparison by what is there.</summary>
    public static async Task PrepareAsync(ShadowTable shadow, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("analyze shadow_tickets (ticket_id, file)", shadow.Connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Tickets that are not what the files say, by id; those for which one of <paramref name="exceptFiles"/> has the last word are left out.</summary>
    public static async IAsyncEnumerable<TicketDifference> DifferencesAsync(
        ShadowTable shadow, TicketDataset dataset, IReadOnlyList<int> exceptFiles, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select s.ticket_id, s.file, t.ticket_id is null,
                   case when jsonb_typeof(t.raw) = 'object' then array(
                     select key
                     from (select jsonb_object_keys(t.raw) union select jsonb_object_keys(s.raw)) either(key)
                     where t.raw->key is distinct from s.raw->key
                     order by key collate "C")
                   else array['raw'] end
            from shadow_tickets s
            left join {dataset.Table} t using (ticket_id)
            where s.file <> all($1)
              and (t.ticket_id is null or t.raw <> s.raw)
            order by s.ticket_id collate "C"
            """,
            shadow.Connection) { Parameters = { new() { Value = exceptFiles.ToArray() } } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        while (await row.ReadAsync(cancellation))
            yield return new TicketDifference(row.GetString(0), row.GetInt32(1), row.GetBoolean(2) ? null : row.GetFieldValue<string[]>(3));
    }

    /// <summary>By file, what it would change if it had its say.</summary>
    public static async Task<IReadOnlyDictionary<int, FileEffect>> EffectsAsync(
        ShadowTable shadow, TicketDataset dataset, IReadOnlyList<int> files, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select s.file, count(*) filter (where t.ticket_id is null), count(*) filter (where t.raw <> s.raw)
            from shadow_tickets s
            left join {dataset.Table} t using (ticket_id)
            where s.file = any($1)
            group by 1
            """,
            shadow.Connection) { Parameters = { new() { Value = files.ToArray() } } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var effects = new Dictionary<int, FileEffect>();
        while (await row.ReadAsync(cancellation))
            effects.Add(row.GetInt32(0), new FileEffect(Missing: row.GetInt64(1), Different: row.GetInt64(2)));
        return effects;
    }

    public static async Task<Coverage> CoverageAsync(ShadowTable shadow, TicketDataset dataset, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select count(*), count(*) filter (where s.raw is null and s.ticket_id is not null), count(*) filter (where s.ticket_id is null)
            from {dataset.Table} t
            left join shadow_tickets s using (ticket_id)
            """,
            shadow.Connection);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        return new Coverage(Tickets: row.GetInt64(0), LastNamedElsewhere: row.GetInt64(1), NamedByNothing: row.GetInt64(2));
    }
}

/// <summary>A ticket that is not what the files say.</summary>
/// <param name="File">The file that has the last word on it.</param>
/// <param name="Fields">Names in <c>raw</c> whose values differ; null when the row is missing.</param>
internal sealed record TicketDifference(string TicketId, int File, IReadOnlyList<string>? Fields);

/// <param name="Missing">Tickets of the file that have no row.</param>
/// <param name="Different">Tickets of the file whose row says something else.</param>
internal sealed record FileEffect(long Missing, long Different);

/// <param name="Tickets">Rows of the table.</param>
/// <param name="LastNamedElsewhere">Those that a file named last whose content cannot be had: a local one, or one whose object is gone.</param>
/// <param name="NamedByNothing">Those that no file names.</param>
internal sealed record Coverage(long Tickets, long LastNamedElsewhere, long NamedByNothing);
