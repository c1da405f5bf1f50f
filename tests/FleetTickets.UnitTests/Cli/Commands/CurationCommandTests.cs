using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Cli.Programs;

namespace FleetTickets.UnitTests.Cli.Commands;

[Collection(ProcessWideState.Name)]
public sealed class CurationCommandTests
{
    private static readonly TicketDataset Dataset = TicketDatasets.All.Single(dataset => dataset.CarriesGeocoder);

    [Fact]
    public void SeveralKeysAreDecidedAtOnceAndOnlyWithApplyForGood()
    {
        var verify = Assert.IsType<DecisionRequest>(Read("--geocode-verify", "othaya road@Kileleshwa", "@Ruiru"));
        Assert.IsType<Decision.Verify>(verify.Decision);
        Assert.Equal([new GazetteerKey("Kileleshwa", "othaya road"), new GazetteerKey("Ruiru", null)], verify.Keys);
        Assert.Equal((false, SettingsNeeds.None), (verify.Apply, verify.Needs));

        var reject = Assert.IsType<DecisionRequest>(Read("--geocode-reject", "@Ruiru", "--apply"));
        Assert.IsType<Decision.Reject>(reject.Decision);
        Assert.True(reject.Apply);
    }

    [Theory]
    [InlineData("-1.28", "36.8", -1.28, 36.8)]
    [InlineData("0.5", "+36.8", 0.5, 36.8)]
    [InlineData("-.5", "36", -0.5, 36)]
    public void APointMayBeSouthOfTheEquator(string latitude, string longitude, double south, double east)
    {
        var move = Assert.IsType<DecisionRequest>(Read("--geocode-move", "x@y", latitude, longitude, "--apply"));

        Assert.Equal((new Decision.Move(new GeoPoint(south, east)), true), (move.Decision, move.Apply));
        Assert.Equal([new GazetteerKey("y", "x")], move.Keys);
    }

    [Fact]
    public void AFileIsImportedAndAPageWritten()
    {
        using var folder = new TemporaryDirectory();
        var csv = folder.Write("places.csv", "");

        Assert.Equal((csv, true), Assert.IsType<ImportGazetteerRequest>(Read("--import-gazetteer", csv, "--apply")) is var import ? (import.Csv.FullName, import.Apply) : default);
        Assert.Equal(folder.PathOf("page.html"), Assert.IsType<ReviewRequest>(Read("--geocode-review", folder.PathOf("page.html"))).Page.FullName);
    }

    [Theory]
    [InlineData("--geocode-move x@y 36.8 -1.28", "--geocode-move 36.8 -1.28: not in Kenya; latitude comes first")]
    [InlineData("--geocode-move x@y NaN 36.8", "--geocode-move NaN: expected KEY LAT LNG, in degrees such as -1.2820 36.7810")]
    [InlineData("--geocode-move x@y 1,5 36.8", "--geocode-move 1,5: expected KEY LAT LNG, in degrees such as -1.2820 36.7810")]
    [InlineData("--geocode-move xy -1.28 36.8", "--geocode-move: 'xy' is no key; expected LOCATION@CLUSTER or @CLUSTER")]
    [InlineData("--geocode-move x@y -1.28", "--geocode-move")]
    [InlineData("--geocode-move x@y -1.28 36.8 5", "argument '…'")]
    [InlineData("--geocode-verify", "--geocode-verify")]
    [InlineData("--geocode-verify x", "--geocode-verify: 'x' is no key; expected LOCATION@CLUSTER or @CLUSTER")]
    [InlineData("--geocode-reject x@", "--geocode-reject: 'x@' is no key; expected LOCATION@CLUSTER or @CLUSTER")]
    [InlineData("--geocode-verify @x --geocode-reject @y", "exclude each other")]
    [InlineData("--import-gazetteer no-such-file.csv", "--import-gazetteer no-such-file.csv: no such file")]
    [InlineData("--geocode-review no-such-folder/page.html", "--geocode-review no-such-folder/page.html: no such folder")]
    [InlineData("--geocode-review /", "--geocode-review /")]
    [InlineData("--geocode-review page.html --apply", "--apply only goes with --from-bucket or")]
    [InlineData("--geocode-verify @x --prometheus a.prom", "--prometheus only goes with --status")]
    public async Task AWrongCallIsOneLine(string arguments, string problem)
    {
        var run = await CapturedRun.OfLoader(Dataset, arguments.Split(' '));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches("^error: [^\n]+[^.]\\. See inc --help\\.\n$", run.Errors);
        Assert.Contains(problem, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheOtherProgramsKnowNothingOfGazetteers()
    {
        foreach (var dataset in TicketDatasets.All.Where(dataset => !dataset.CarriesGeocoder))
            Assert.Contains("--geocode-verify", (await CapturedRun.OfLoader(dataset, "--geocode-verify", "@Ruiru")).Errors, StringComparison.Ordinal);
    }

    private static LoaderRequest Read(params string[] args)
    {
        var command = new LoaderCommand(Dataset);
        return command.Read(CommandLine.Parse(command.Root, args, out _)!);
    }
}
