using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.Text;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Results;

namespace FleetTickets.Cli.Commands;

/// <summary>What <c>--help</c> prints, for a terminal of 80 columns: options under headings, examples and exit codes.</summary>
/// <param name="Sections">Options that are in none of them come last, under <c>General</c>.</param>
/// <param name="Examples">Command lines.</param>
/// <param name="Needs">What the program may need of its environment.</param>
internal sealed record HelpPage(RootCommand Root, IReadOnlyList<HelpSection> Sections, IReadOnlyList<string> Examples, SettingsNeeds Needs)
{
    private const int Width = 80;
    private const int TextColumn = 28;
    private const string Indent = "  ";

    private static readonly (string Code, string Meaning)[] ExitCodes =
    [
        ($"{ExitCode.Done}", "Done."),
        ($"{ExitCode.Failed}", "Failed. What was committed before stays."),
        ($"{ExitCode.Usage}", "Wrong options, settings or schema. Nothing was done."),
        ($"{ExitCode.Attention}", "Done, and something needs attention."),
        ($"{ExitCode.Busy}", "Another run holds the dataset. Nothing was done."),
        ($"{ExitCode.SignalBase}+N", "Stopped by signal N."),
    ];

    /// <summary>Makes <c>--help</c> print this page.</summary>
    public void Install() => Root.Options.OfType<HelpOption>().Single().Action = new PrintAction(ToString);

    public override string ToString()
    {
        var page = new StringBuilder();
        page.Append(Root.Description).Append("\n\n").Append("Usage: ").Append(Root.HelpName).Append(" [options]\n");
        var general = Root.Options.Except(Sections.SelectMany(section => section.Options)).ToList();
        foreach (var section in Sections.Append(new HelpSection("General", general)))
        {
            page.Append('\n').Append(section.Heading).Append(":\n");
            foreach (var option in section.Options)
                AppendEntry(page, NameOf(option), TextOf(option));
        }
        page.Append("\nExamples:\n").AppendJoin("", Examples.Select(example => $"{Indent}{example}\n"));
        page.Append("\nEnvironment variables, also read from a .env file (README.md explains them):\n");
        foreach (var line in Wrapped(string.Join(", ", Variables.For(Needs).Select(variable => variable.Name)), Width - Indent.Length))
            page.Append(Indent).Append(line).Append('\n');
        page.Append("\nExit codes:\n");
        foreach (var (code, meaning) in ExitCodes)
            page.Append(Indent).Append(code.PadRight(7)).Append(meaning).Append('\n');
        return page.ToString();
    }

    private static string NameOf(Option option) =>
        string.Join(", ", option.Aliases.Where(alias => alias.StartsWith("-h", StringComparison.Ordinal)).Append(option.Name))
        + (option.HelpName is { } value ? $" <{value}>" : "");

    private static string TextOf(Option option) =>
        option is { HasDefaultValue: true, HelpName: not null } ? $"{option.Description} [default: {option.GetDefaultValue()}]" : option.Description ?? "";

    /// <summary>The text begins beside the name, or on the next line where the name is too long.</summary>
    private static void AppendEntry(StringBuilder page, string name, string text)
    {
        var first = $"{Indent}{name} ".PadRight(TextColumn);
        if (first.Length > TextColumn)
        {
            page.Append(first.TrimEnd()).Append('\n');
            first = new string(' ', TextColumn);
        }
        foreach (var line in Wrapped(text, Width - TextColumn))
        {
            page.Append(first).Append(line).Append('\n');
            first = new string(' ', TextColumn);
        }
    }

    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : $" {word}";
        }
        yield return line;
    }

    private sealed class PrintAction(Func<string> page) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.Write(page());
            return ExitCode.Done;
        }
    }
}
