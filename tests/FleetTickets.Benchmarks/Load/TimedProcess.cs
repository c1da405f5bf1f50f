using System.Diagnostics;
using System.Globalization;

namespace FleetTickets.Benchmarks.Load;

/// <summary>A process under GNU time, which alone can say what an ended process has used.</summary>
internal sealed record TimedProcess(double Seconds, double ProcessorSeconds, double PeakMegabytes)
{
    /// <exception cref="InvalidOperationException">It ended with another exit code than 0.</exception>
    public static async Task<TimedProcess> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, string folder, CancellationToken cancellation)
    {
        var usage = Path.Combine(folder, "usage");
        var start = new ProcessStartInfo("/usr/bin/time", ["-f", "%U %S %M", "-o", usage, program, .. arguments])
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}{await output}");

        var figures = File.ReadLines(usage).Last().Split(' ').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        return new TimedProcess(seconds, figures[0] + figures[1], figures[2] / 1024);
    }
}
