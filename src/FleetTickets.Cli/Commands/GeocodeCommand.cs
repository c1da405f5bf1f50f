using System.CommandLine;
using FleetTickets.Engine.Geocoding.Gazetteer;

namespace FleetTickets.Cli.Commands;

/// <summary>The options of the geocoder's passes, in the program that carries it.</summary>
internal sealed class GeocodeCommand : IModeGroup
{
    private readonly Option<bool> _clusters = CommonOptions.Flag("--geocode-clusters", "Find a point for each cluster that has none, of both ticket types");
    private readonly Option<bool> _locations = CommonOptions.Flag("--geocode-locations", "Find a point for each location of open tickets of both types, within its cluster");
    private readonly Option<bool> _retryFailed = CommonOptions.Flag("--retry-failed", "With --geocode-…: ask again for names without a point, however fresh their refusal");

    private readonly Option<int?> _limit = new("--limit")
    {
        HelpName = "N",
        Description = "With --geocode-…: at most N calls of the provider in this run",
    };

    public IReadOnlyList<Option> Modes => [_clusters, _locations];

    public IReadOnlyList<Option> Writing => Modes;

    public IReadOnlyList<Refinement> Refinements => [new(_limit, Modes), new(_retryFailed, Modes)];

    /// <exception cref="UsageException">The limit is negative.</exception>
    public LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply)
    {
        var limit = parsed.GetValue(_limit);
        if (limit < 0)
            throw new UsageException($"{_limit.Name} {limit}: expected a whole number from 0");
        return new GeocodeRequest(common, mode == _clusters ? PlaceKind.Clusters : PlaceKind.Locations, apply, limit, parsed.GetValue(_retryFailed));
    }
}
