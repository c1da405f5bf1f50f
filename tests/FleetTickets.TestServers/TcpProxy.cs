using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace FleetTickets.TestServers;

/// <summary>Stands on loopback between a program and its server, and does to their connections what networks do.</summary>
public sealed class TcpProxy : IAsyncDisposable
{
    private readonly EndPoint _server;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = [];
    private readonly Task _accepting;

    private TcpProxy(EndPoint server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the proxy does to bytes that pass; changed at any time, for all connections.</summary>
    public ProxyRules Rules { get; } = new();

    public static TcpProxy ToHttp(string endpoint) => new(EndPointOf(new Uri(endpoint).Host, new Uri(endpoint).Port));

    public static TcpProxy ToPostgres(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        return new TcpProxy(settings.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{settings.Host}/.s.PGSQL.{settings.Port}")
            : EndPointOf(settings.Host, settings.Port));
    }

    /// <summary>The same database through the proxy.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = "127.0.0.1", Port = Port }.ConnectionString;

    /// <summary>Breaks every connection that there is; new ones are welcome.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
            connection.Cut();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        await Task.WhenAll(_connections.Values);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var connection = new ProxiedConnection(await _listener.AcceptSocketAsync(_end.Token), Rules);
                _connections[connection] = connection.RunAsync(_server, _end.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // Disposed.
        }
    }

    private static EndPoint EndPointOf(string host, int port) =>
        IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, port) : new DnsEndPoint(host, port);
}
