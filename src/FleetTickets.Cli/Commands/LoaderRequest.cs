using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Cli.Commands;

/// <summary>What one call of a loader shall do.</summary>
internal abstract record LoaderRequest(CommonRequest Common)
{
    public virtual SettingsNeeds Needs => SettingsNeeds.Bucket;

    /// <summary>Null when this is no run but a question, or a decision of somebody who sees the answer.</summary>
    public virtual RunRequest? Run => null;
}

internal sealed record DrainRequest(CommonRequest Common, bool Apply, bool Reseed, double MaxRejectPercent, TimeSpan HeldAfter) : LoaderRequest(Common)
{
    public override RunRequest? Run => new(RunLog.Text(Reseed ? RunMode.Reseed : RunMode.FromBucket), IsDryRun: !Apply);
}

internal sealed record LocalLoadRequest(CommonRequest Common, bool Apply, FileInfo Csv, double MaxRejectPercent) : LoaderRequest(Common)
{
    public override SettingsNeeds Needs => SettingsNeeds.None;

    public override RunRequest? Run => new(RunLog.Text(RunMode.LocalFile), IsDryRun: !Apply);
}

/// <param name="Metrics">Where metrics are written; null for nowhere.</param>
internal sealed record StatusRequest(CommonRequest Common, StatusThresholds Thresholds, FileInfo? Metrics) : LoaderRequest(Common);

internal sealed record GeocodeRequest(CommonRequest Common, PlaceKind Kind, bool Apply, int? Limit, bool RetryFailed) : LoaderRequest(Common)
{
    public override SettingsNeeds Needs => Apply ? SettingsNeeds.Geocoder | SettingsNeeds.GeocoderKey : SettingsNeeds.Geocoder;

    public override RunRequest? Run => new($"geocode-{Kind.Title}", IsDryRun: !Apply);
}
