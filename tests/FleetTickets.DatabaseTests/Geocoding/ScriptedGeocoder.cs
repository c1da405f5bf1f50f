using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>A geocoder that knows what a test tells it, and remembers what it was asked.</summary>
internal sealed class ScriptedGeocoder : IGeocoder
{
    private readonly Dictionary<string, Reply> _replies = [];
    private readonly List<string> _asked = [];

    public string Name => "locationiq";

    /// <summary>In the order of the calls.</summary>
    public IReadOnlyList<string> Asked => _asked;

    /// <summary>Runs while a call is under way.</summary>
    public Func<string, Task> WhileAsked { get; set; } = _ => Task.CompletedTask;

    public void Knows(string query, double latitude, double longitude, PlaceLevel level = PlaceLevel.Suburb, string? named = null) => Answers(query, new Reply.Found(
        [new(new GeoPoint(latitude, longitude), level, named ?? $"{query.Split(',')[0]}, Nairobi, Kenya", "ke", "Nairobi County", 0.5)], null));

    public void Answers(string query, Reply reply) => _replies[query] = reply;

    public async Task<Reply> AskAsync(PlaceQuery query, CancellationToken cancellation)
    {
        _asked.Add(query.Text);
        await WhileAsked(query.Text);
        return _replies.GetValueOrDefault(query.Text, new Reply.NotFound(null));
    }

    public Task<int?> RemainingTodayAsync(CancellationToken cancellation) => Task.FromResult<int?>(null);
}
