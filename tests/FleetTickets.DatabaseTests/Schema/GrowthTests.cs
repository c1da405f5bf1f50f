using System.Diagnostics;
using Dapper;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>No text from outside takes the database longer than in proportion to its length, whichever function it reaches.</summary>
public sealed class GrowthTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const int Shortest = 1 << 10;
    private const int Longest = 64 << 10;

    /// <summary>What a call takes anyway, and what a busy machine adds.</summary>
    private static readonly TimeSpan Allowance = TimeSpan.FromMilliseconds(20);

    /// <summary>Texts that make a careless pattern look again and again, a kilobyte each.</summary>
    private static readonly string[] Texts =
    [
        Repeated("A B "), Repeated("AB "), Repeated("AA BB "), Repeated("PHASE 1 "), Repeated("FDT12 "), Repeated("FDT 1 2 "), Repeated("BURU "), Repeated("MNT "), Repeated("9"),
        Repeated(" "), Repeated("x"), Repeated("1."), Repeated("-"), Repeated("\u00a0"), Repeated("é"), Repeated("\ufdfa"), Repeated("2026-06-15 "), Repeated("'"), Repeated("\u200b"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryFunctionOfATextTakesTimeInProportionToIt()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        // A pattern that takes the square or the cube of the length ends the test instead of holding it up.
        await connection.ExecuteAsync("set statement_timeout = '20s'");
        var functions = (await connection.QueryAsync<string>(
            """
            select oid::regproc::text
            from pg_proc
            where pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace) and prokind = 'f'
              and proargtypes::text = 'text'::regtype::oid::text and proname not in ('capture_history_for', 'name_rule_words')
            order by 1
            """)).ToList();
        Assert.Contains("tickets.settled_name", functions);
        Assert.Contains("tickets.eat_ts", functions);

        foreach (var function in functions)
        {
            foreach (var text in Texts)
                await GrowsLinearlyAsync(connection, $"select {function}(repeat(@text, @times))", text, function);
        }
    }

    [Fact]
    public async Task SoDoesPlacingATicket()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await connection.ExecuteAsync(
            """
            set local statement_timeout = '20s';
            insert into tickets.geo_clusters (cluster, latitude, longitude) values ('West', -1.25, 36.75);
            insert into tickets.geo_locations (location_key, cluster, latitude, longitude) values ('karen', 'West', -1.25, 36.75)
            """);

        foreach (var text in Texts)
        {
            foreach (var column in new[] { "location_name", "latitude", "cluster", "closed_at", "mttr", "sla_status", "is_actionable" })
            {
                await GrowsLinearlyAsync(
                    connection,
                    $$"""
                    insert into tickets.inc (ticket_id, raw)
                    values ('A', jsonb_build_object('cluster', 'West', 'longitude', '36.75', '{{column}}', repeat(@text, @times)))
                    on conflict (ticket_id) do update set raw = excluded.raw
                    """,
                    text, column);
            }
        }
    }

    private static string Repeated(string part) => string.Concat(Enumerable.Repeat(part, Shortest / part.Length));

    private static async Task GrowsLinearlyAsync(NpgsqlConnection connection, string sql, string kilobyte, string what)
    {
        var (brief, full) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var attempt = 0; attempt < 3; attempt++)
        {
            brief = Least(brief, await TimeAsync(connection, sql, kilobyte, 1));
            full = Least(full, await TimeAsync(connection, sql, kilobyte, Longest / Shortest));
            if (full <= Bound(brief))
                return;
        }
        Assert.Fail($"{what} of '{kilobyte[..12]}…': {brief.TotalMilliseconds:0.0} ms for {Shortest} characters, {full.TotalMilliseconds:0.0} ms for {Longest}");
    }

    private static TimeSpan Bound(TimeSpan brief) => (brief * 2 * (Longest / Shortest)) + Allowance;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static async Task<TimeSpan> TimeAsync(NpgsqlConnection connection, string sql, string text, int times)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await connection.ExecuteAsync(sql, new { text, times });
        }
        catch (PostgresException refused) when (refused.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            // A value that is no good is refused, and that too in time.
        }
        return Stopwatch.GetElapsedTime(started);
    }
}
