using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;
using Serilog;

namespace FleetTickets.Cli.Output;

/// <summary>
/// Where nobody watches, the log has a line for each file, and this adds one every 30 s: a large file, or the database at work on it, may take minutes.
/// </summary>
internal sealed class LoggedProgress : IRunProgress, IAsyncDisposable
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _clock;
    private readonly long _began;
    private readonly ITimer _timer;

    private int _files;
    private int _finished;
    private long _records;

    public LoggedProgress(TimeProvider clock)
    {
        _clock = clock;
        _began = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => Tell(), null, Between, Between);
    }

    public void Planned(int files, long bytes) => Volatile.Write(ref _files, files);

    public void Started(ChangeFile file)
    {
    }

    public void Record(long offset) => Volatile.Write(ref _records, _records + 1);

    public void Finished(FileOutcome outcome) => Volatile.Write(ref _finished, _finished + 1);

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Tell()
    {
        var elapsed = _clock.GetElapsedTime(_began);
        Log.Information(
            "Still at work after {Elapsed:l}: {Finished} of {Files} files done, {Records} records read",
            string.Create(CultureInfo.InvariantCulture, $"{(int)elapsed.TotalMinutes} min {elapsed.Seconds} s"),
            Volatile.Read(ref _finished), Volatile.Read(ref _files), Volatile.Read(ref _records));
    }
}
