using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace FleetTickets.TestServers;

/// <summary>
/// A geocoder on loopback that speaks LocationIQ's and OpenCage's dialects and knows a few places; queries can be given other answers.
/// It is not HTTP's whole truth: one GET a connection.
/// </summary>
public sealed class GeocoderServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<GeocoderRequest> _requests = new();
    private readonly ConcurrentDictionary<string, Queue<ScriptedResponse>> _scripts = new(StringComparer.OrdinalIgnoreCase);
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly ConcurrentDictionary<string, GeocoderPlace[]> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly Task _serving;

    public GeocoderServer(params GeocoderPlace[] places)
    {
        foreach (var place in places)
            Know(place.Name, place);
        _listener.Start();
        _serving = ServeAllAsync();
    }

    /// <summary>The key that it accepts.</summary>
    public string Key { get; } = $"key-{Guid.NewGuid():N}";

    /// <summary>Calls left today, as it says: LocationIQ's balance, OpenCage's rate; null says 5,000 or nothing.</summary>
    public int? Left { get; set; }

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<GeocoderRequest> Requests => [.. _requests];

    /// <summary>GEOCODER_BASE_URL for a provider, <c>locationiq</c> or <c>opencage</c>.</summary>
    public Uri BaseUrlOf(string provider) => new($"http://{_listener.LocalEndpoint}/{(provider is "opencage" ? "geocode/v1" : "v1")}");

    /// <summary>From now on a query that is this text, or whose first part is it, finds these places.</summary>
    public void Know(string text, params GeocoderPlace[] places) => _places[text] = places;

    /// <summary>From now on a query whose first part is this name gets these answers, one each, and the last one for ever.</summary>
    public void Answer(string name, params ScriptedResponse[] responses) => _scripts[name] = new Queue<ScriptedResponse>(responses);

    /// <summary>Returns when a request has arrived that no earlier call returned for.</summary>
    public Task RequestArrivesAsync(CancellationToken cancellation) => _arrived.WaitAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _arrived.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAllAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
                open.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            using var reader = new StreamReader(connection.GetStream());
            if (await reader.ReadLineAsync(_stop.Token) is not { } line)
                return;
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 })
            {
            }
            await RespondAsync(connection, GeocoderRequest.Parse(line));
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has hung up, or the test is over.
        }
    }

    private async Task RespondAsync(TcpClient connection, GeocoderRequest request)
    {
        _requests.Enqueue(request);
        _arrived.Release();
        var response = ResponseTo(request);
        if (response.When is { } gate)
            await gate.WaitAsync(_stop.Token);
        await connection.GetStream().WriteAsync(response.Bytes(), _stop.Token);
    }

    private ScriptedResponse ResponseTo(GeocoderRequest request)
    {
        var name = request.Text.Split(',')[0];
        if (request.Key != Key)
            return GeocoderDialect.KeyRefused(request.Key);
        if (Scripted(name) is { } scripted)
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

    private ScriptedResponse? Scripted(string name)
    {
        if (!_scripts.TryGetValue(name, out var script))
            return null;
        lock (script)
            return script.Count > 1 ? script.Dequeue() : script.Peek();
    }
}
