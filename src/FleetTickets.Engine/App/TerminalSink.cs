using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Spectre.Console;

namespace FleetTickets.Engine.App;

/// <summary>Log lines above a progress bar: written through the console that draws it.</summary>
internal sealed class TerminalSink(IAnsiConsole terminal, ITextFormatter format) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        format.Format(logEvent, line);
        terminal.Write(new Text(line.ToString()));
    }
}
