using Dapper;

namespace FleetTickets.Benchmarks.Load;

/// <summary>Runs contestants in a folder, and measures the process and the server while one runs.</summary>
internal sealed class LoadMeter(LoadServer server, string folder)
{
    public async Task<LoadSample> MeasureAsync(Contestant contestant, LoadDelivery delivery, CancellationToken cancellation)
    {
        // What the load before this one left to be written is not this one's work.
        await server.Connection.ExecuteAsync("checkpoint;"); // One bare word would be the name of a procedure.
        var seconds = await server.SessionSecondsAsync(cancellation);
        var (wal, written) = await server.WrittenAsync();

        var process = await RunAsync(contestant, delivery, cancellation);

        var secondsAfter = await server.SessionSecondsAsync(cancellation);
        var (walAfter, writtenAfter) = await server.WrittenAsync();
        return new LoadSample(
            process.Seconds, secondsAfter - seconds, process.ProcessorSeconds, process.PeakMegabytes, walAfter - wal, writtenAfter - written);
    }

    public Task<TimedProcess> RunAsync(Contestant contestant, LoadDelivery delivery, CancellationToken cancellation)
    {
        var call = contestant.Prepare(delivery);
        return TimedProcess.RunAsync(call.Program, call.Arguments, call.Environment, folder, cancellation);
    }
}
