namespace FleetTickets.Engine.App;

/// <summary>What one call of a loader shall do.</summary>
internal abstract record LoaderRequest(CommonRequest Common)
{
    public virtual bool NeedsBucket => true;
}

internal sealed record DrainRequest(CommonRequest Common, bool Apply, bool Reseed, double MaxRejectPercent) : LoaderRequest(Common);

internal sealed record LocalLoadRequest(CommonRequest Common, bool Apply, FileInfo Csv, double MaxRejectPercent) : LoaderRequest(Common)
{
    public override bool NeedsBucket => false;
}

internal sealed record StatusRequest(CommonRequest Common, bool AsJson, TimeSpan StalledAfter) : LoaderRequest(Common);
