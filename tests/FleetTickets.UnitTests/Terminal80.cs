using System.Globalization;
using System.Text;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;
using Spectre.Console;

namespace FleetTickets.UnitTests;

/// <summary>A terminal of 80 columns that shows no colours.</summary>
internal sealed class Terminal80 : IDisposable
{
    private readonly StringWriter _written = new(CultureInfo.InvariantCulture);

    public Terminal80()
    {
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            Out = new Screen(_written),
        });
        Console.Profile.Capabilities.Unicode = true;
    }

    public IAnsiConsole Console { get; }

    public static string Shows(ResultSheet sheet)
    {
        using var terminal = new Terminal80();
        DrawnResult.Draw(sheet, terminal.Console);
        return terminal.Text;
    }

    public string Text => _written.ToString();

    public void Dispose() => _written.Dispose();

    private sealed class Screen(TextWriter writer) : IAnsiConsoleOutput
    {
        public TextWriter Writer => writer;

        public bool IsTerminal => true;

        public int Width => 80;

        public int Height => 24;

        public void SetEncoding(Encoding encoding)
        {
        }
    }
}
