using System.CommandLine;
using FleetTickets.Engine.Geocoding.Gazetteer;

namespace FleetTickets.Cli.Commands;

/// <summary>The options of the geocoder's passes, in the program that carries it.</summary>
internal sealed class GeocodeCommand : IModeGroup
{
    private readonly Option<bool> _clusters = CommonOptions.Flag("--geocode-clusters", "Find coordinates for clusters that have none, for both ticket types.");
    private readonly Option<bool> _locations = CommonOptions.Flag("--geocode-locations", "Find coordinates for the locations of open tickets of both types, near their cluster.");
    private readonly Option<bool> _retryFailed = CommonOptions.Flag("--retry-failed", "With --geocode-…: ask again for names without coordinates, even when they were refused recently.");

    private readonly Option<int?> _limit = new("--limit")
    {
        HelpName = "N",
        Description = "With --geocode-…: make at most N calls to the provider.",
    };

    public IReadOnlyList<Option> Modes => [_clusters, _locations];

    public IReadOnlyList<Option> Writing => Modes;

    public IReadOnlyList<Option> Answering => Modes;

    public IReadOnlyList<HelpSection> Sections => [new("Geocode", [.. Modes, .. Refinements.Select(refinement => refinement.Option)])];

    public IReadOnlyList<Refinement> Refinements => [new(_limit, Modes), new(_retryFailed, Modes)];

    /// <exception cref="UsageException">The limit is negative, or the answer of a run shall be that of a dry-run.</exception>
    public LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply)
    {
        var limit = parsed.GetValue(_limit);
        if (limit < 0)
            throw new UsageException($"{_limit.Name} {limit}: expected a whole number from 0");
        if (apply && common.AnswersJson)
            throw new UsageException("--json goes with a dry-run; --log-format json ends a run with one JSON object");
        return new GeocodeRequest(common, mode == _clusters ? PlaceKind.Clusters : PlaceKind.Locations, apply, limit, parsed.GetValue(_retryFailed));
    }
}
