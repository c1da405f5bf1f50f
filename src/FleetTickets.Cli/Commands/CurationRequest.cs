using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;

namespace FleetTickets.Cli.Commands;

/// <summary>What a person wants done with the gazetteers.</summary>
internal abstract record CurationRequest(CommonRequest Common) : LoaderRequest(Common)
{
    public override SettingsNeeds Needs => SettingsNeeds.None;
}

internal sealed record ImportGazetteerRequest(CommonRequest Common, bool Apply, FileInfo Csv) : CurationRequest(Common);

internal sealed record ReviewRequest(CommonRequest Common, FileInfo Page) : CurationRequest(Common);

internal sealed record DecisionRequest(CommonRequest Common, bool Apply, Decision Decision, IReadOnlyList<GazetteerKey> Keys) : CurationRequest(Common);
