using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Commands;

public sealed class GeocodeCommandTests
{
    private static readonly TicketDataset Carrier = TicketDatasets.All.Single(dataset => dataset.CarriesGeocoder);

    [Fact]
    public void APassIsADryRunWithoutLimitUnlessToldOtherwise()
    {
        Assert.Equal((PlaceKind.Clusters, false, null, false), Read("--geocode-clusters"));
        Assert.Equal((PlaceKind.Locations, true, 50, true), Read("--geocode-locations", "--apply", "--limit", "50", "--retry-failed"));
    }

    [Fact]
    public void OnlyAnAppliedPassNeedsTheKeyAndNoneTheBucket()
    {
        Assert.Equal(SettingsNeeds.Geocoder, Request("--geocode-clusters").Needs);
        Assert.Equal(SettingsNeeds.Geocoder | SettingsNeeds.GeocoderKey, Request("--geocode-clusters", "--apply").Needs);
    }

    [Theory]
    [InlineData("--geocode-clusters --geocode-locations", "--geocode-clusters and --geocode-locations exclude each other")]
    [InlineData("--geocode-clusters --limit -1", "--limit -1: expected a whole number from 0")]
    [InlineData("--status --limit 1", "--limit only goes with --geocode-clusters or --geocode-locations")]
    [InlineData("--from-bucket --retry-failed", "--retry-failed only goes with --geocode-clusters or --geocode-locations")]
    [InlineData("--geocode-clusters --reseed", "--reseed only goes with --from-bucket")]
    public void AWrongCombinationIsNamed(string arguments, string problem) =>
        Assert.Equal([problem], Assert.Throws<UsageException>(() => Request(arguments.Split(' '))).Problems);

    [Fact]
    public void TheOtherProgramsHaveNoGeocoder() => Assert.All(
        TicketDatasets.All.Except([Carrier]),
        dataset => Assert.Throws<UsageException>(() => CommandLine.Parse(new LoaderCommand(dataset).Root, ["--geocode-clusters"], out _)));

    private static (PlaceKind Kind, bool Apply, int? Limit, bool RetryFailed) Read(params string[] args) =>
        Request(args) is var request ? (request.Kind, request.Apply, request.Limit, request.RetryFailed) : default;

    private static GeocodeRequest Request(params string[] args)
    {
        var command = new LoaderCommand(Carrier);
        return Assert.IsType<GeocodeRequest>(command.Read(CommandLine.Parse(command.Root, args, out _)!));
    }
}
