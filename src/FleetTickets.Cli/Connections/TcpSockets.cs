using System.Globalization;
using System.Runtime.InteropServices;

namespace FleetTickets.Cli.Connections;

/// <summary>
/// Sets what the driver cannot: how many signs of life a peer may miss, and how long what was sent may wait for its receipt. Without the
/// second a statement that was sent into a dead network waits for as long as the kernel repeats it, some 15 minutes.
/// </summary>
internal static class TcpSockets
{
    private const int Tcp = 6;
    private const int KeepAliveCount = 6;
    private const int UserTimeout = 18;

    /// <summary>The sockets of this process that are connected to a port; elsewhere than on Linux none is found, and the defaults stay.</summary>
    public static void Apply(TcpPatience patience, int port)
    {
        if (!Directory.Exists("/proc/self/fd"))
            return;
        foreach (var file in Directory.EnumerateFiles("/proc/self/fd"))
        {
            // A number that has been closed meanwhile, or is no socket, is no peer's.
            if (int.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && PeersPort(number) == port)
            {
                Set(number, KeepAliveCount, patience.Count);
                Set(number, UserTimeout, (int)patience.Unacknowledged.TotalMilliseconds);
            }
        }
    }

    private static void Set(int socket, int option, int value) => _ = SetOption(socket, Tcp, option, ref value, sizeof(int));

    /// <summary>Null for what is no socket, or has no port.</summary>
    private static int? PeersPort(int socket)
    {
        var address = new byte[128];
        var length = address.Length;
        // sockaddr_in and sockaddr_in6 alike: family, then the port in network order.
        return GetPeerName(socket, address, ref length) == 0 && BitConverter.ToUInt16(address) is 2 or 10 ? (address[2] << 8) | address[3] : null;
    }

    [DllImport("libc", EntryPoint = "setsockopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int socket, int level, int option, ref int value, int length);

    [DllImport("libc", EntryPoint = "getpeername")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetPeerName(int socket, [Out] byte[] address, ref int length);
}
