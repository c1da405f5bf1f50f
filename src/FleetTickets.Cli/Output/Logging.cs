using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Feed;
using Serilog;
using Serilog.Events;
using Serilog.Formatting;

namespace FleetTickets.Cli.Output;

/// <summary>Events go to stderr, as lines for people or as one JSON object a line; stdout is for results.</summary>
internal static class Logging
{
    /// <summary>Until the arguments are read: a failure on the way there must not be silent.</summary>
    public static void ConfigureForStart() =>
        Configure("", new CommonRequest(null, IsJson: false, IsVerbose: false, MayShowProgress: false), new Secrets(), null);

    /// <param name="program">Its name, which JSON events carry.</param>
    /// <param name="terminal">Where a progress bar is drawn, which lines must pass by; null without one.</param>
    public static void Configure(string program, CommonRequest request, Secrets secrets, Terminal? terminal)
    {
        ITextFormatter format = request.IsJson ? new JsonLineFormatter() : new LogLineFormatter(request.IsVerbose, Prefix());
        var redacting = new RedactingFormatter(format, secrets);
        var logger = new LoggerConfiguration()
            .MinimumLevel.Is(request.IsVerbose ? LogEventLevel.Debug : LogEventLevel.Information)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("program", program);
        if (TicketDatasets.All.Any(dataset => dataset.Name == program))
            logger = logger.Enrich.WithProperty("dataset", program);
        Log.Logger = terminal is null
            ? logger.WriteTo.Console(redacting, standardErrorFromLevel: LogEventLevel.Verbose).CreateLogger()
            : logger.WriteTo.Sink(terminal.Sink(redacting)).CreateLogger();
    }

    private static LogPrefix Prefix() => Journal.IsStderr() ? LogPrefix.Journal : Console.IsErrorRedirected ? LogPrefix.Date : LogPrefix.Clock;
}
