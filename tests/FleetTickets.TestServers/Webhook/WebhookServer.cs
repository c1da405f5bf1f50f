using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FleetTickets.TestServers;

/// <summary>An HTTP server on loopback that keeps what is posted to it. It answers 204 until it is given other answers: one each, the last one for ever.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<WebhookPost> _posts = new();
    private readonly Queue<ScriptedResponse> _answers;
    private readonly Task _serving;

    public WebhookServer(params IEnumerable<ScriptedResponse> answers)
    {
        _answers = new Queue<ScriptedResponse>(answers.DefaultIfEmpty(new ScriptedResponse(204, "")));
        _listener.Start();
        _serving = ServeAllAsync();
    }

    /// <summary>With a token in the path and in the query, as chats and monitors give them.</summary>
    public string Url => $"http://{_listener.LocalEndpoint}/hooks/{Token}?key={Token}";

    public string Token { get; } = $"token-{Guid.NewGuid():N}";

    /// <summary>All requests so far, in order of arrival.</summary>
    public IReadOnlyList<WebhookPost> Posts => [.. _posts];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
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
            using var reader = new StreamReader(connection.GetStream(), Encoding.Latin1);
            if (await reader.ReadLineAsync(_stop.Token) is not { } line)
                return;
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
                headers[header.Split(':')[0]] = header.Split(':', 2)[1].Trim();
            _posts.Enqueue(new WebhookPost(line, headers, await BodyAsync(reader, headers)));
            var answer = NextAnswer();
            if (answer.When is { } gate)
                await gate.WaitAsync(_stop.Token);
            await connection.GetStream().WriteAsync(answer.Bytes(), _stop.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has hung up, or the test is over.
        }
    }

    private async Task<string> BodyAsync(StreamReader reader, Dictionary<string, string> headers)
    {
        var bytes = new char[int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture)];
        await reader.ReadBlockAsync(bytes, _stop.Token);
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
    }

    private ScriptedResponse NextAnswer()
    {
        lock (_answers)
            return _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
    }
}
