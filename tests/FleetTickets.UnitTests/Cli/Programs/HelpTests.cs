using FleetTickets.Cli.Commands;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Programs;

[Collection(ProcessWideState.Name)]
public sealed class HelpTests
{
    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void TheHelpOfALoaderIsTheApprovedOne(TicketDataset dataset) => Approved.Equal($"help-{dataset.Name}", HelpText.Of(new LoaderCommand(dataset).Root));

    [Fact]
    public void TheHelpOfTheMigratorIsTheApprovedOne() => Approved.Equal("help-migrate", HelpText.Of(new MigrateCommand().Root));

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

    [Fact]
    public void EveryLineFitsATerminalOf80Columns() =>
        Assert.All(
            TicketDatasets.All.Select(dataset => new LoaderCommand(dataset).Root).Append(new MigrateCommand().Root).SelectMany(root => HelpText.Of(root).Split('\n')),
            line => Assert.InRange(line.Length, 0, 80));

    [Fact]
    public void EveryOptionIsDescribedInASentence() =>
        Assert.All(
            TicketDatasets.All.SelectMany(dataset => new LoaderCommand(dataset).Root.Options).Concat(new MigrateCommand().Root.Options),
            option => Assert.Matches(@"^[A-Z].*[.\]]$", option.Description));
}
