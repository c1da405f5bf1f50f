using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>What decides whether a name that was asked before is worth a call again.</summary>
/// <param name="Provider">Who would be asked: what another provider did not find may be found by this one.</param>
/// <param name="RulesVersion">Of the name rules as they are now: changed rules may have changed the question.</param>
/// <param name="RetryFailed">Ask again for everything without a point, however fresh its refusal.</param>
public sealed record AskRules(DateTimeOffset Now, string Provider, int RulesVersion, bool RetryFailed)
{
    public bool IsDue(KnownPlace known) => known.Status switch
    {
        null => true,
        PlaceStatus.Reserved => known.RetryAfter is null || known.RetryAfter <= Now,
        PlaceStatus.Retry => true,
        _ => RetryFailed || known.RetryAfter <= Now || known.Provider != Provider || known.RulesVersion != RulesVersion,
    };
}
