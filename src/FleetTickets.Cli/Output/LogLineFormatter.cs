using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace FleetTickets.Cli.Output;

/// <summary>
/// One event, one line: names of objects and messages of servers are input, so control characters in them are shown, not sent to the
/// terminal. A stack trace follows only when asked for.
/// </summary>
internal sealed class LogLineFormatter(bool withStackTraces, LogPrefix prefix) : ITextFormatter
{
    private static readonly MessageTemplateTextFormatter Message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        Message.Format(logEvent, message);
        output.Write(PrefixOf(logEvent));
        output.WriteLine(OneLine.Of(message.ToString()));
        if (withStackTraces && logEvent.Exception is { } exception)
        {
            foreach (var line in exception.ToString().Split(Environment.NewLine))
                output.WriteLine($"{(prefix is LogPrefix.Journal ? Priority(logEvent.Level) : "")}{OneLine.Of(line)}");
        }
    }

    private string PrefixOf(LogEvent logEvent) => prefix switch
    {
        LogPrefix.Journal => Priority(logEvent.Level),
        LogPrefix.Date => string.Create(
            CultureInfo.InvariantCulture, $"{logEvent.Timestamp.ToOffset(ChangeFile.EastAfricaTime):yyyy-MM-dd HH:mm:ss} EAT {Word(logEvent.Level)} "),
        _ => string.Create(CultureInfo.InvariantCulture, $"{logEvent.Timestamp:HH:mm:ss} {Word(logEvent.Level)} "),
    };

    private static string Word(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "debug",
        LogEventLevel.Information => "info ",
        LogEventLevel.Warning => "warn ",
        _ => "error",
    };

    /// <summary>The numbers of syslog.</summary>
    private static string Priority(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose or LogEventLevel.Debug => "<7>",
        LogEventLevel.Information => "<6>",
        LogEventLevel.Warning => "<4>",
        _ => "<3>",
    };
}
