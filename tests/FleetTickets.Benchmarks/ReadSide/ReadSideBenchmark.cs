using System.Diagnostics;
using System.Text;
using Dapper;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.Benchmarks.ReadSide;

internal static class ReadSideBenchmark
{
    /// <summary>The first migration with functions that return text.</summary>
    private const string FirstOfText = "46";

    /// <summary>So that a poll finds only what is changed for it.</summary>
    private const string WrittenYesterday =
        """
        alter table tickets.inc disable trigger user; alter table tickets.crq disable trigger user;
        update tickets.inc set ingested_at = now() - interval '1 day'; update tickets.crq set ingested_at = now() - interval '1 day';
        alter table tickets.inc enable trigger user; alter table tickets.crq enable trigger user
        """;

    public static async Task<ReadSideReport> RunAsync(int runs, CancellationToken cancellation)
    {
        await using var server = await PostgresServer.StartAsync(cancellation);
        await using var database = await server.CreateDatabaseAsync(cancellation: cancellation);
        await using var earlier = await server.CreateDatabaseAsync(cancellation: cancellation);
        await using var now = await FilledAsync(database, Migration.All, cancellation);
        await using var before = await FilledAsync(
            earlier, [.. Migration.All.Where(migration => string.CompareOrdinal(migration.FileName, FirstOfText) < 0)], cancellation);

        var figures = new List<ReadSideFigure>();
        foreach (var @case in ReadSideCase.All)
            figures.Add(await MeasureAsync(@case, database, now, before, runs, cancellation));
        return new ReadSideReport($"{now.PostgreSqlVersion}", runs, figures);
    }

    private static async Task<NpgsqlConnection> FilledAsync(TestDatabase database, IReadOnlyList<Migration> migrations, CancellationToken cancellation)
    {
        await new Migrator(database.DataSource, migrations).ApplyAsync(cancellation);
        var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        var fill = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "full-size-tickets.sql"), cancellation);
        foreach (var statement in new[] { fill, WrittenYesterday, "vacuum full analyze tickets.inc", "vacuum full analyze tickets.crq" })
            await connection.ExecuteAsync(statement, commandTimeout: 300);
        // As the read functions have it: what they are compared with must not lose by a worse plan.
        await connection.ExecuteAsync("set random_page_cost = 1.1");
        return connection;
    }

    private static async Task<ReadSideFigure> MeasureAsync(
        ReadSideCase @case, TestDatabase database, NpgsqlConnection now, NpgsqlConnection before, int runs, CancellationToken cancellation)
    {
        if (@case.Preparation is { } preparation)
            await now.ExecuteAsync(preparation);
        var rows = (await FetchAsync(now, @case.Reference, cancellation)).Rows;
        var bytes = (await FetchAsync(now, @case.Call, cancellation)).Bytes;
        if (@case.ComparesBefore)
            await FetchAsync(before, @case.Call, cancellation);

        var calls = new List<double>();
        var references = new List<double>();
        var callsBefore = new List<double>();
        // In turn, so that what else the machine does at a time falls on all of them.
        for (var run = 0; run < runs; run++)
        {
            calls.Add(await MillisecondsAsync(now, @case.Call, cancellation));
            references.Add(await MillisecondsAsync(now, @case.Reference, cancellation));
            if (@case.ComparesBefore)
                callsBefore.Add(await MillisecondsAsync(before, @case.Call, cancellation));
        }

        var plan = await now.QueryAsync<string>($"explain (analyze, buffers, costs off) {@case.Reference}");
        return new ReadSideFigure(
            @case.Name, @case.Call, @case.Goal, rows, bytes, Figures.Median(calls), Figures.Median(references),
            callsBefore.Count > 0 ? Figures.Median(callsBefore) : null, await ServerMemory.MegabytesAsync(database, @case.Call, cancellation), plan.AsList());
    }

    private static async Task<double> MillisecondsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await FetchAsync(connection, sql, cancellation);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Reads every row; bytes are those of the first column.</summary>
    private static async Task<(int Rows, long Bytes)> FetchAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = 0;
        var bytes = 0L;
        while (await reader.ReadAsync(cancellation))
        {
            rows++;
            bytes += reader.GetValue(0) switch
            {
                byte[] tile => tile.Length,
                string text => Encoding.UTF8.GetByteCount(text),
                _ => 0,
            };
        }
        return (rows, bytes);
    }
}
