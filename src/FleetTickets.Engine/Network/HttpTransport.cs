using System.Net;
using System.Net.Sockets;

namespace FleetTickets.Engine.Network;

/// <summary>How every HTTP client of the programs reaches its server. A proxy that the environment names is used, as by any .NET program.</summary>
public static class HttpTransport
{
    private static readonly AddressRace Race = new(Dns.GetHostAddressesAsync, DialAsync, TimeProvider.System);

    /// <summary>No redirects: one would carry a key or a notice to a server that nobody configured.</summary>
    public static SocketsHttpHandler NewHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        // The race has its own limits, and says which address met them.
        ConnectTimeout = Timeout.InfiniteTimeSpan,
        ConnectCallback = (context, cancellation) => Race.ConnectAsync(context.DnsEndPoint, cancellation),
    };

    private static async Task<Stream> DialAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
