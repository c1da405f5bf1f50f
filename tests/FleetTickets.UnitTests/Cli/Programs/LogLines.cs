using Serilog;
using Serilog.Formatting;

namespace FleetTickets.UnitTests.Cli.Programs;

/// <summary>What a formatter makes of log events.</summary>
internal static class LogLines
{
    public static string Of(ITextFormatter format, Action<ILogger> write)
    {
        var sink = new CollectingSink(format);
        using (var logger = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.Sink(sink).CreateLogger())
            write(logger);
        return string.Concat(sink.Lines);
    }
}
