using System.Diagnostics;
using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;
using Spectre.Console;

namespace FleetTickets.Cli.Output;

/// <summary>A live bar over the bytes of all files, with files, rows, rows a second and the time left.</summary>
internal sealed class TerminalProgress(ProgressContext context) : IRunProgress
{
    private static readonly TimeSpan BetweenUpdates = TimeSpan.FromMilliseconds(100);

    private readonly ProgressTask _bar = context.AddTask("listing", maxValue: 1);
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private TimeSpan _nextUpdate;
    private int _files;
    private int _file;
    private long _rows;
    private long _bytesBefore;
    private long _bytesOfFile;

    public void Planned(int files, long bytes)
    {
        _files = files;
        _bar.MaxValue = Math.Max(bytes, 1);
    }

    public void Started(ChangeFile file)
    {
        // Files that could not be loaded together are read once more.
        _file = Math.Min(_file + 1, _files);
        _bytesBefore += _bytesOfFile;
        _bytesOfFile = file.Upload.Size;
    }

    public void Record(long offset)
    {
        _rows++;
        if (_sinceStart.Elapsed < _nextUpdate)
            return;
        _nextUpdate = _sinceStart.Elapsed + BetweenUpdates;
        Show(_bytesBefore + offset);
    }

    public void Finished(FileOutcome outcome) => Show(_bytesBefore + _bytesOfFile);

    private void Show(long bytes)
    {
        var perSecond = _rows / Math.Max(_sinceStart.Elapsed.TotalSeconds, 0.001);
        _bar.Description = string.Create(CultureInfo.InvariantCulture, $"file {_file}/{_files}, {_rows:N0} rows, {perSecond:N0}/s");
        _bar.Value = Math.Min(bytes, _bar.MaxValue);
    }
}
