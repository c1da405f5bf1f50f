using Dapper;
using FleetTickets.Benchmarks.Load;

namespace FleetTickets.Benchmarks.Growth;

/// <summary>What a delta and a run with nothing new cost on tables of several sizes, ledger and history grown with them.</summary>
internal sealed class GrowthBenchmark : IDisposable
{
    private const int DeltaRows = 500;

    // As if all of the tickets had come in such deltas: what the ledger holds after years.
    private const string LedgerSql =
        """
        insert into tickets.import_files (dataset, key, etag, size, file_time, status, epoch, rows_read, rows_updated, applied_at, archived_at, ticket_ids)
        select 'inc', 'automations/inc/changes/' || n, n, 1, '2020-01-01'::timestamptz + n * interval '1 minute', 'applied', 0, 500, 500, now(), now(),
          array(select 'WOT' || lpad(m::text, 7, '0') from generate_series(n, n + 499) m)
        from generate_series(1, @files) n;
        insert into tickets.import_runs (dataset, mode, outcome, finished_at, geoms_resolved_at)
        select 'inc', 'from-bucket', 'done', now(), now() from generate_series(1, @files)
        """;

    private readonly LoadServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("ft-growth-").FullName;
    private readonly Contestant _program;
    private readonly LoadMeter _meter;

    private GrowthBenchmark(LoadServer server)
    {
        _server = server;
        _program = new Contestants(server, _folder).Program;
        _meter = new LoadMeter(server, _folder);
    }

    public static async Task<GrowthReport> RunAsync(int runs, IEnumerable<int> sizes, CancellationToken cancellation)
    {
        var figures = new List<GrowthFigure>();
        foreach (var size in sizes)
        {
            await Console.Error.WriteLineAsync($"measuring: {size:N0} tickets");
            await using var server = await LoadServer.StartAsync(cancellation);
            using var benchmark = new GrowthBenchmark(server);
            figures.Add(await benchmark.MeasureAsync(size, runs, cancellation));
        }
        return new GrowthReport(runs, figures);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<GrowthFigure> MeasureAsync(int size, int runs, CancellationToken cancellation)
    {
        await _meter.RunAsync(_program, Write("all", FeedFiles.Records(size, 0)), cancellation);
        await _server.Connection.ExecuteAsync(LedgerSql, new { files = size / DeltaRows });
        await _server.Connection.ExecuteAsync("vacuum analyze");

        LoadDelivery[] versions = [Write("delta-1", Delta(size, 1)), Write("delta-0", Delta(size, 0))];
        var (deltas, idle) = (new List<LoadSample>(), new List<LoadSample>());
        for (var run = 0; run < runs; run++)
        {
            deltas.Add(await _meter.MeasureAsync(_program, versions[run % 2], cancellation));
            idle.Add(await _meter.MeasureAsync(_program, LoadDelivery.Nothing, cancellation));
        }
        return new GrowthFigure(size, LoadSample.MedianOf(deltas), LoadSample.MedianOf(idle));
    }

    /// <summary>Tickets evenly out of all.</summary>
    private static IEnumerable<string> Delta(int size, int version) =>
        FeedFiles.Records(size, version).Where((_, n) => n % (size / DeltaRows) == 0).Take(DeltaRows);

    private LoadDelivery Write(string name, IEnumerable<string> records)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllLines(file, records.Prepend(FeedFiles.Header));
        return new LoadDelivery([file], []);
    }
}
