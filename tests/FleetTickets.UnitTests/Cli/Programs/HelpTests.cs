using System.CommandLine;
using System.CommandLine.Help;
using FleetTickets.Cli.Commands;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Programs;

[Collection(ProcessWideState.Name)]
public sealed class HelpTests
{
    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void TheHelpOfALoaderIsTheApprovedOne(TicketDataset dataset) => Approved.Equal($"help-{dataset.Name}", HelpOf(new LoaderCommand(dataset).Root));

    [Fact]
    public void TheHelpOfTheMigratorIsTheApprovedOne() => Approved.Equal("help-migrate", HelpOf(new MigrateCommand().Root));

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public async Task HelpAndVersionGoToStdoutAndEndWell(TicketDataset dataset)
    {
        foreach (var asked in new[] { "--help", "-h", "-?", "--version" })
        {
            var run = await CapturedRun.OfLoader(dataset, asked);
            Assert.Equal((0, ""), (run.ExitCode, run.Errors));
            Assert.NotEqual("", run.Output);
        }
    }

    private static string HelpOf(RootCommand root)
    {
        // Wide enough for any terminal that the tests may run in.
        Assert.IsType<HelpAction>(root.Options.OfType<HelpOption>().Single().Action).MaxWidth = 140;
        using var help = new StringWriter();
        root.Parse("--help").Invoke(new InvocationConfiguration { Output = help });
        return help.ToString();
    }
}
