using FleetTickets.Engine.Results;
using Spectre.Console;

namespace FleetTickets.Cli.Output;

/// <summary>Results go to stdout: drawn for a person at a terminal, as plain lines for everything else.</summary>
internal static class ResultOutput
{
    public static async Task WriteAsync(ResultSheet sheet)
    {
        if (Console.IsOutputRedirected)
            await Console.Out.WriteAsync(PlainResult.Of(sheet));
        else
            DrawnResult.Draw(sheet, AnsiConsole.Create(SettingsFor(StandardStreams.DrawnOutput)));
    }

    /// <summary>NO_COLOR takes the styles as well: who sets it wants text.</summary>
    private static AnsiConsoleSettings SettingsFor(TextWriter output) => new()
    {
        Out = new AnsiConsoleOutput(output),
        Ansi = Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } ? AnsiSupport.No : AnsiSupport.Detect,
    };
}
