using System.Globalization;
using FleetTickets.Cli.Configuration;
using Serilog.Events;
using Serilog.Formatting;

namespace FleetTickets.Cli.Output;

/// <summary>The last gate before the log: whatever a library put into a message or a stack trace, a secret does not leave.</summary>
internal sealed class RedactingFormatter(ITextFormatter inner, Secrets secrets) : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        inner.Format(logEvent, line);
        output.Write(secrets.Redact(line.ToString()));
    }
}
