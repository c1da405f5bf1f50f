using System.CommandLine;

namespace FleetTickets.UnitTests.Cli.Programs;

/// <summary>What a program prints when it is asked for <c>--help</c>.</summary>
internal static class HelpText
{
    public static string Of(RootCommand root)
    {
        using var help = new StringWriter();
        root.Parse("--help").Invoke(new InvocationConfiguration { Output = help });
        return help.ToString();
    }
}
