using System.Globalization;
using FleetTickets.Engine.Results;
using Serilog.Events;
using Serilog.Formatting;

namespace FleetTickets.Cli.Output;

/// <summary>
/// One event, one line: names of objects and messages of servers are input, so control characters in them are shown, not sent to the
/// terminal. A stack trace follows only when asked for.
/// </summary>
internal sealed class LogLineFormatter(bool withStackTraces) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        output.Write(logEvent.Timestamp.ToString("HH:mm:ss", CultureInfo.InvariantCulture));
        output.Write(logEvent.Level switch
        {
            LogEventLevel.Verbose or LogEventLevel.Debug => " debug ",
            LogEventLevel.Information => " info  ",
            LogEventLevel.Warning => " warn  ",
            _ => " error ",
        });
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        new Serilog.Formatting.Display.MessageTemplateTextFormatter("{Message:lj}", CultureInfo.InvariantCulture).Format(logEvent, message);
        output.WriteLine(OneLine.Of(message.ToString()));
        if (withStackTraces && logEvent.Exception is { } exception)
        {
            foreach (var line in exception.ToString().Split(Environment.NewLine))
                output.WriteLine(OneLine.Of(line));
        }
    }
}
