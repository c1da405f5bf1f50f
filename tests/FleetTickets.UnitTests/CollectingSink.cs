using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace FleetTickets.UnitTests;

/// <summary>Keeps log events as they would be written.</summary>
internal sealed class CollectingSink(ITextFormatter format) : ILogEventSink
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines => _lines;

    public void Emit(LogEvent logEvent)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        format.Format(logEvent, line);
        _lines.Add(line.ToString());
    }
}
