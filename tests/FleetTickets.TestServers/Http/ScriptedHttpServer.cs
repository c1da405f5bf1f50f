using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FleetTickets.TestServers;

/// <summary>
/// An HTTP server on loopback that gives every request the answer it is told to, so also a broken one, or none. It is not HTTP's whole
/// truth: one request a connection, its body of a stated length.
/// </summary>
internal sealed class ScriptedHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<ReceivedRequest, IScriptedAnswer> _respond;
    private readonly Task _serving;

    public ScriptedHttpServer(Func<ReceivedRequest, IScriptedAnswer> respond)
    {
        _respond = respond;
        _listener.Start();
        _serving = ServeAllAsync();
    }

    public EndPoint Address => _listener.LocalEndpoint;

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
            // A byte a character, so that a length in bytes is one in characters.
            using var reader = new StreamReader(connection.GetStream(), Encoding.Latin1);
            if (await RequestAsync(reader) is not { } request)
                return;
            await _respond(request).SendAsync(connection.GetStream(), _stop.Token);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // The client has hung up, or the test is over.
        }
    }

    /// <summary>Null when the client went without asking anything.</summary>
    private async Task<ReceivedRequest?> RequestAsync(StreamReader reader)
    {
        if (await reader.ReadLineAsync(_stop.Token) is not { } line)
            return null;
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
            headers[header.Split(':')[0]] = header.Split(':', 2)[1].Trim();
        var length = int.Parse(headers.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture);
        return new ReceivedRequest(line, headers, length == 0 ? "" : await BodyAsync(reader, length));
    }

    private async Task<string> BodyAsync(StreamReader reader, int length)
    {
        var bytes = new char[length];
        await reader.ReadBlockAsync(bytes, _stop.Token);
        return Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(bytes));
    }
}
