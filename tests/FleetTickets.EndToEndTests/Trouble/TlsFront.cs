using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>Speaks TLS on loopback for a server that does not, and hands on what is said.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly X509Certificate2 _certificate;
    private readonly Uri _behind;
    private readonly Task _accepting;

    public TlsFront(X509Certificate2 certificate, string behind)
    {
        (_certificate, _behind) = (certificate, new Uri(behind));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Endpoint => $"https://{_listener.LocalEndpoint}";

    /// <summary>How many connections there were.</summary>
    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        while (!_end.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Connections++;
                relays.Add(RelayAsync(client));
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        await Task.WhenAll(relays);
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var nearby = client;
        using var server = new TcpClient();
        await using var open = new SslStream(client.GetStream());
        try
        {
            await open.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
            await server.ConnectAsync(_behind.Host, _behind.Port, _end.Token);
            await Task.WhenAny(open.CopyToAsync(server.GetStream(), _end.Token), server.GetStream().CopyToAsync(open, _end.Token));
        }
        catch (Exception gone) when (gone is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            // The client does not like the certificate, or the test is over.
        }
    }
}
