using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Compact;
using Serilog.Parsing;

namespace FleetTickets.Cli.Output;

/// <summary>One JSON object an event. The message quotes no names inside of it: quotes in quotes are hard to read and to search.</summary>
internal sealed class JsonLineFormatter : ITextFormatter
{
    private readonly RenderedCompactJsonFormatter _inner = new();

    // The template's text stays, as the event's id is made of it.
    public void Format(LogEvent logEvent, TextWriter output) => _inner.Format(
        new LogEvent(
            logEvent.Timestamp, logEvent.Level, logEvent.Exception,
            new MessageTemplate(logEvent.MessageTemplate.Text, logEvent.MessageTemplate.Tokens.Select(token => WithoutQuotes(token, logEvent))),
            logEvent.Properties.Select(property => new LogEventProperty(property.Key, property.Value))),
        output);

    private static MessageTemplateToken WithoutQuotes(MessageTemplateToken token, LogEvent logEvent) =>
        token is PropertyToken property && logEvent.Properties.GetValueOrDefault(property.PropertyName) is ScalarValue { Value: string }
            ? new PropertyToken(property.PropertyName, property.ToString(), "l")
            : token;
}
