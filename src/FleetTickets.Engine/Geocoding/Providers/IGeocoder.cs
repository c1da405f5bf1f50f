using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>A geocoding service. One method call is one HTTP request; nothing is retried, counted or waited for here.</summary>
public interface IGeocoder
{
    /// <summary>As stored beside answers and in the budget: <c>locationiq</c>, <c>opencage</c>.</summary>
    string Name { get; }

    /// <summary>Asks for a place. What goes wrong is a <see cref="Reply"/> too; only cancellation throws.</summary>
    Task<Reply> AskAsync(PlaceQuery query, CancellationToken cancellation);

    /// <summary>How many calls the provider still allows today, by a request that costs none; null when it does not say.</summary>
    Task<int?> RemainingTodayAsync(CancellationToken cancellation);
}
