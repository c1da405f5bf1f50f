using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FleetTickets.Cli.Output;

/// <summary>Log lines above a progress bar: written through the console that draws it.</summary>
internal sealed class TerminalSink(IAnsiConsole terminal, ITextFormatter format) : ILogEventSink
{
    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        format.Format(logEvent, line);
        terminal.Write(new LineOverBar(line.ToString()));
    }

    /// <summary>The console puts the cursor where the bar begins and draws the bar again below; what a shorter line leaves of the old one must go.</summary>
    private sealed class LineOverBar(string line) : Renderable
    {
        private const string EraseToEndOfScreen = "\u001b[J";

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            [Segment.Control(EraseToEndOfScreen), .. ((IRenderable)new Text(line)).Render(options, maxWidth)];
    }
}
