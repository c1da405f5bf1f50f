using System.Collections.Concurrent;

namespace FleetTickets.TestServers;

/// <summary>
/// A store that speaks S3, on loopback and in memory, with one bucket. It does what a real one does, until a test names what it is to do
/// wrong. It checks no signature, so it shows nothing about signing.
/// </summary>
public sealed class MisbehavingStore : IAsyncDisposable
{
    public const string Bucket = "isptickets";

    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, StoredObject> _deleted = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly ScriptedHttpServer _server;

    public MisbehavingStore() => _server = new ScriptedHttpServer(received => Answer(StoreRequest.Of(received)));

    /// <summary>What it does wrong, asked anew for every request.</summary>
    public Func<Misbehaviour> Misbehaves { get; set; } = () => Misbehaviour.Nothing;

    /// <summary>Where <see cref="Misbehaviour.ListingRedirectsToAnotherServer"/> leads.</summary>
    public string OtherServer { get; set; } = "";

    public string Endpoint => $"http://{_server.Address}";

    /// <summary>Method and key of every request so far.</summary>
    public IReadOnlyCollection<string> Requests => _requests;

    /// <summary>In order.</summary>
    public IReadOnlyList<string> Keys => [.. _objects.Keys.Order(StringComparer.Ordinal)];

    public byte[] ContentOf(string key) => _objects[key].Content;

    public void Put(string key, byte[] content) => _objects[key] = StoredObject.Of(content);

    /// <summary>As an upload in parts, whose tag says nothing of its content.</summary>
    public void PutInParts(string key, byte[] content) => _objects[key] = StoredObject.Of(content) with { ETag = $"{StoredObject.TagOf(content)}-2" };

    /// <summary>Puts an object and deletes it.</summary>
    public void PutAndDelete(string key, byte[] content) => _deleted[key] = StoredObject.Of(content);

    /// <summary>Takes every object of a folder away.</summary>
    public void Hide(string folder)
    {
        foreach (var key in Keys.Where(key => key.StartsWith(folder, StringComparison.Ordinal)))
            _objects.TryRemove(key, out _);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private StoreAnswer Answer(StoreRequest request)
    {
        _requests.Enqueue($"{request.Method} {request.Key}");
        var wrong = Misbehaves();
        return request switch
        {
            { Method: "GET", Key: "" } => StoreListing.Answer(request, _objects, wrong, OtherServer),
            { Method: "GET" } => StoreReading.Answer(request, _objects, wrong),
            { Method: "HEAD" } => StoreReading.Head(request, _objects, _deleted, wrong),
            { Method: "PUT" } => StoreMoving.Copy(request, _objects, wrong),
            { Method: "DELETE" } => StoreMoving.Delete(request, _objects, _deleted, wrong),
            _ => StoreAnswer.Error(405, "MethodNotAllowed", "not allowed"),
        };
    }
}
