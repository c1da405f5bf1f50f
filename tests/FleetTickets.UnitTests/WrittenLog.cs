using FleetTickets.Cli.Output;
using Serilog;
using Serilog.Core;

namespace FleetTickets.UnitTests;

/// <summary>
/// What is logged until this is disposed, as stderr would show it. The log is the process's own: only for tests in <see cref="ProcessWideState"/>.
/// </summary>
internal sealed class WrittenLog : IDisposable
{
    private readonly CollectingSink _sink = new(new LogLineFormatter(withStackTraces: false, LogPrefix.Clock));
    private readonly ILogger _before = Log.Logger;
    private readonly Logger _logger;

    public WrittenLog() => Log.Logger = _logger = new LoggerConfiguration().WriteTo.Sink(_sink).CreateLogger();

    /// <summary>Without the time of day.</summary>
    public string Text => string.Concat(_sink.Lines.Select(line => line["HH:mm:ss ".Length..]));

    public void Dispose()
    {
        Log.Logger = _before;
        _logger.Dispose();
    }
}
