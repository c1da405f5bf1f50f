using System.Diagnostics;
using System.Security.Cryptography;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>
/// A network of two machines, one of them a namespace of this machine's kernel in which programs run, with a server on the other. It can go
/// dark: packets are lost, and nobody is told. To make it takes root and the package iproute2.
/// </summary>
internal sealed class DarkNetwork : IAsyncDisposable
{
    private readonly string _id = RandomNumberGenerator.GetHexString(6, lowercase: true);
    private readonly string _subnet = $"10.{RandomNumberGenerator.GetInt32(200, 250)}.{RandomNumberGenerator.GetInt32(256)}";

    private PostgresServer? _server;

    public string ServerAddress => $"{_subnet}.1";

    public PostgresServer Server => _server!;

    /// <summary>What a command line begins with to run on the other machine.</summary>
    public string[] Inside => ["ip", "netns", "exec", Name];

    private string Name => $"ft-{_id}";

    private string Here => $"fth{_id}";

    private string There => $"ftt{_id}";

    public static async Task<DarkNetwork> StartAsync()
    {
        var network = new DarkNetwork();
        try
        {
            await network.ConnectAsync();
            var cluster = await PrivatePostgres.StartAsync(TestContext.Current.CancellationToken, listenOn: network.ServerAddress);
            network._server = PostgresServer.Of(cluster);
            await File.AppendAllTextAsync(
                Path.Combine(cluster.DataDirectory, "pg_hba.conf"), $"host all all {network._subnet}.0/30 scram-sha-256\n", TestContext.Current.CancellationToken);
            await cluster.RestartAsync("fast", TestContext.Current.CancellationToken);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>From now on both sides send to a machine that is not there.</summary>
    public async Task GoDarkAsync()
    {
        await IpAsync($"neigh replace {_subnet}.2 lladdr 02:00:00:00:00:99 dev {Here} nud permanent");
        await IpAsync($"netns exec {Name} ip neigh replace {_subnet}.1 lladdr 02:00:00:00:00:99 dev {There} nud permanent");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        await IpAsync($"netns delete {Name}");
    }

    private async Task ConnectAsync()
    {
        await IpAsync($"netns add {Name}");
        await IpAsync($"link add {Here} type veth peer name {There} netns {Name}");
        await IpAsync($"address add {_subnet}.1/30 dev {Here}");
        await IpAsync($"link set {Here} up");
        await IpAsync($"-n {Name} address add {_subnet}.2/30 dev {There}");
        await IpAsync($"-n {Name} link set {There} up");
    }

    private static async Task IpAsync(string arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var problem = await ip.StandardError.ReadToEndAsync();
        await ip.WaitForExitAsync();
        Assert.True(ip.ExitCode == 0, $"ip {arguments}: {problem}");
    }
}
