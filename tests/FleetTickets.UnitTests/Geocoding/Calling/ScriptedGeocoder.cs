using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.UnitTests.Geocoding.Calling;

/// <summary>A geocoder that gives these replies, one a call, and the last one for ever.</summary>
internal sealed class ScriptedGeocoder(TimeProvider clock, params Reply[] replies) : IGeocoder
{
    private readonly List<string> _asked = [];
    private readonly List<DateTimeOffset> _times = [];

    public string Name => "locationiq";

    public IReadOnlyList<string> Asked => _asked;

    /// <summary>When each name was asked for.</summary>
    public IReadOnlyList<DateTimeOffset> Times => _times;

    public int? Balance { get; set; }

    public int BalanceRequests { get; private set; }

    public Task<Reply> AskAsync(PlaceQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _asked.Add(query.Text);
        _times.Add(clock.GetUtcNow());
        return Task.FromResult(replies[Math.Min(_asked.Count, replies.Length) - 1]);
    }

    public Task<int?> RemainingTodayAsync(CancellationToken cancellation)
    {
        BalanceRequests++;
        return Task.FromResult(Balance);
    }
}
