using Dapper;

namespace FleetTickets.Benchmarks.Load;

/// <summary>Loads the same records by the program and by <c>psql</c>, in turn, and measures the processes and the server.</summary>
internal sealed class LoadBenchmark
{
    private const string EmptySql =
        """
        truncate tickets.inc, tickets.closure_events, tickets.inc_daily_snapshot, tickets.import_files, tickets.uncaptured_writes,
          public.bare
        """;

    private readonly LoadOptions _options;
    private readonly LoadServer _server;
    private readonly string _folder;
    private readonly Contestants _contestants;
    private readonly LoadMeter _meter;

    private LoadBenchmark(LoadOptions options, LoadServer server, string folder)
    {
        (_options, _server, _folder) = (options, server, folder);
        _contestants = new Contestants(server, folder);
        _meter = new LoadMeter(server, folder);
    }

    public static async Task<LoadReport> RunAsync(LoadOptions options, CancellationToken cancellation)
    {
        await using var server = await LoadServer.StartAsync(cancellation);
        var folder = Directory.CreateTempSubdirectory("ft-load-").FullName;
        try
        {
            return await new LoadBenchmark(options, server, folder).MeasureAllAsync(cancellation);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<LoadReport> MeasureAllAsync(CancellationToken cancellation)
    {
        await _server.Connection.ExecuteAsync("create table public.bare (ticket_id text primary key, raw jsonb not null)");
        var deliveries = await DeliveriesAsync(cancellation);
        await _server.Connection.ExecuteAsync("create table public.records as select ticket_id, raw from tickets.inc");

        var old = deliveries.Whole(0);
        var figures = new List<LoadFigure>();
        foreach (var @case in LoadCases.Chosen(_options, deliveries, _contestants))
        {
            await Console.Error.WriteLineAsync($"measuring: {@case.Name}");
            figures.AddRange(await MeasureAsync(@case, old, figures.FirstOrDefault()?.Median, cancellation));
        }
        return new LoadReport($"{_server.Connection.PostgreSqlVersion}", _options, figures);
    }

    /// <summary>The program itself says what raw is for each record.</summary>
    private async Task<Deliveries> DeliveriesAsync(CancellationToken cancellation)
    {
        var feed = new List<string[]>();
        var copied = new List<string[]>();
        for (var version = 0; version < 2; version++)
        {
            feed.Add([.. FeedFiles.Records(_options.Rows, version)]);
            var file = Path.Combine(_folder, "all.csv");
            await File.WriteAllLinesAsync(file, feed[version].Prepend(FeedFiles.Header), cancellation);
            await _meter.RunAsync(_contestants.Program, new LoadDelivery([file], []), cancellation);

            using var reader = await _server.Connection.BeginTextExportAsync(
                """copy (select ticket_id, raw from tickets.inc order by ticket_id collate "C") to stdout""", cancellation);
            copied.Add((await reader.ReadToEndAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
        return new Deliveries(_folder, feed, copied);
    }

    private async Task<IEnumerable<LoadFigure>> MeasureAsync(
        LoadCase @case, LoadDelivery old, LoadSample? firstBaseline, CancellationToken cancellation)
    {
        if (!@case.StartsEmpty)
            await _meter.RunAsync(_contestants.Program, old, cancellation);

        var samples = @case.Contestants.Select(_ => new List<LoadSample>()).ToArray();
        var turn = 0;
        // In turn, so that what else the machine does at a time falls on all of them.
        for (var run = 0; run < _options.Runs; run++)
            for (var i = 0; i < @case.Contestants.Count; i++)
                samples[i].Add(await MeasureOnceAsync(@case, @case.Contestants[i], @case.Delivery(turn++), cancellation));

        var medians = samples.Select(LoadSample.MedianOf).ToArray();
        var first = firstBaseline ?? medians[0];
        return @case.Contestants.Select((contestant, i) => new LoadFigure(
            @case.Name, @case.Rows, contestant.Name, medians[i], medians[0].Seconds / medians[i].Seconds, medians[i].Seconds / first.Seconds));
    }

    private async Task<LoadSample> MeasureOnceAsync(LoadCase @case, Contestant contestant, LoadDelivery delivery, CancellationToken cancellation)
    {
        await _server.Connection.ExecuteAsync(@case.StartsEmpty ? EmptySql : "vacuum analyze tickets.inc");
        return await _meter.MeasureAsync(contestant, delivery, cancellation);
    }
}
