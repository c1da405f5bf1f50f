using System.Diagnostics;
using Dapper;
using FleetTickets.Schema;
using FleetTickets.Schema.Migrations;
using FleetTickets.TestServers;
using Npgsql;

namespace FleetTickets.Benchmarks.ReadSide;

internal static class ReadSideBenchmark
{
    public static async Task<ReadSideReport> RunAsync(int runs, CancellationToken cancellation)
    {
        await using var server = await PostgresServer.StartAsync(cancellation);
        await using var database = await server.CreateDatabaseAsync(cancellation: cancellation);
        await new Migrator(database.DataSource, Migration.All).ApplyAsync(cancellation);

        await using var connection = await database.DataSource.OpenConnectionAsync(cancellation);
        await FillAsync(connection);
        // As the read functions have it: what they are compared with must not lose by a worse plan.
        await connection.ExecuteAsync("set random_page_cost = 1.1");

        var figures = new List<ReadSideFigure>();
        foreach (var @case in ReadSideCase.All)
            figures.Add(await MeasureAsync(connection, @case, runs, cancellation));
        return new ReadSideReport($"{connection.PostgreSqlVersion}", runs, figures);
    }

    private static async Task FillAsync(NpgsqlConnection connection)
    {
        await connection.ExecuteAsync(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "full-size-tickets.sql")), commandTimeout: 300);
        await connection.ExecuteAsync("vacuum analyze tickets.inc, tickets.crq", commandTimeout: 300);
    }

    private static async Task<ReadSideFigure> MeasureAsync(NpgsqlConnection connection, ReadSideCase @case, int runs, CancellationToken cancellation)
    {
        var tickets = await FetchAsync(connection, @case.Rows, cancellation);
        await FetchAsync(connection, @case.Call, cancellation);

        var calls = new List<double>();
        var rows = new List<double>();
        // In turn, so that what else the machine does at a time falls on both.
        for (var run = 0; run < runs; run++)
        {
            calls.Add(await MillisecondsAsync(connection, @case.Call, cancellation));
            rows.Add(await MillisecondsAsync(connection, @case.Rows, cancellation));
        }

        var plan = await connection.QueryAsync<string>($"explain (analyze, buffers, costs off) {@case.Rows}");
        return new ReadSideFigure(@case.Call, tickets, Figures.Median(calls), Figures.Median(rows), plan.AsList());
    }

    private static async Task<double> MillisecondsAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        await FetchAsync(connection, sql, cancellation);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <returns>How many rows came.</returns>
    private static async Task<int> FetchAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = 0;
        while (await reader.ReadAsync(cancellation))
            rows++;
        return rows;
    }
}
