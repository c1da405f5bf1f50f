using System.Collections.Concurrent;

namespace FleetTickets.TestServers;

/// <summary>A geocoder on loopback that speaks LocationIQ's and OpenCage's dialects and knows a few places; queries can be given other answers.</summary>
public sealed class GeocoderServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<GeocoderRequest> _requests = new();
    private readonly ConcurrentDictionary<string, ResponseScript> _scripts = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentDictionary<string, GeocoderPlace[]> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly ScriptedHttpServer _http;

    public GeocoderServer(params GeocoderPlace[] places)
    {
        foreach (var place in places)
            Know(place.Name, place);
        _http = new ScriptedHttpServer(Receive);
    }

    /// <summary>The key that it accepts.</summary>
    public string Key { get; } = $"key-{Guid.NewGuid():N}";

    /// <summary>Calls left today, as it says: LocationIQ's balance, OpenCage's rate; null says 5,000 or nothing.</summary>
    public int? Left { get; set; }

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<GeocoderRequest> Requests => [.. _requests];

    /// <summary>GEOCODER_BASE_URL for a provider, <c>locationiq</c> or <c>opencage</c>.</summary>
    public Uri BaseUrlOf(string provider) => new($"http://{_http.Address}/{(provider is "opencage" ? "geocode/v1" : "v1")}");

    /// <summary>From now on a query that is this text, or whose first part is it, finds these places.</summary>
    public void Know(string text, params GeocoderPlace[] places) => _places[text] = places;

    /// <summary>From now on a query whose first part is this name gets these answers, one each, and the last one for ever.</summary>
    public void Answer(string name, params ScriptedResponse[] responses) => _scripts[name] = new ResponseScript(responses);

    /// <summary>Returns when a request has arrived that no earlier call returned for.</summary>
    public Task RequestArrivesAsync(CancellationToken cancellation) => _arrived.WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _http.DisposeAsync();
        _arrived.Dispose();
    }

    private ScriptedResponse Receive(ReceivedRequest received)
    {
        var request = GeocoderRequest.Parse(received.Line);
        _requests.Enqueue(request);
        _arrived.Release();
        return ResponseTo(request);
    }

    private ScriptedResponse ResponseTo(GeocoderRequest request)
    {
        var name = request.Text.Split(',')[0];
        if (request.Key != Key)
            return GeocoderDialect.KeyRefused(request.Key);
        if (_scripts.GetValueOrDefault(name)?.Next() is { } scripted)
            return scripted;
        var places = _places.GetValueOrDefault(request.Text) ?? _places.GetValueOrDefault(name) ?? [];
        return request.Path switch
        {
            "/v1/balance" => GeocoderDialect.Balance(Left),
            "/v1/search" => GeocoderDialect.LocationIq(places),
            "/geocode/v1/json" => GeocoderDialect.OpenCage(places, Left),
            _ => new ScriptedResponse(404, "<html>no such page</html>"),
        };
    }
}
