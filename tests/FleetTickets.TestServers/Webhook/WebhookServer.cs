using System.Collections.Concurrent;

namespace FleetTickets.TestServers;

/// <summary>An HTTP server on loopback that keeps what is posted to it. It answers 204 until it is given other answers: one each, the last one for ever.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<ReceivedRequest> _posts = new();
    private readonly ResponseScript _answers;
    private readonly ScriptedHttpServer _http;

    public WebhookServer(params IEnumerable<ScriptedResponse> answers)
    {
        _answers = new ResponseScript(answers.DefaultIfEmpty(new ScriptedResponse(204, "")));
        _http = new ScriptedHttpServer(Receive);
    }

    /// <summary>With a token in the path and in the query, as chats and monitors give them.</summary>
    public string Url => $"http://{_http.Address}/hooks/{Token}?key={Token}";

    public string Token { get; } = $"token-{Guid.NewGuid():N}";

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Posts => [.. _posts];

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    private ScriptedResponse Receive(ReceivedRequest request)
    {
        _posts.Enqueue(request);
        return _answers.Next();
    }
}
