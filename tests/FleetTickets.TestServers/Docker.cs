using System.Diagnostics;
using System.Net.Sockets;
using DotNet.Testcontainers.Configurations;
using DotNet.Testcontainers.Containers;

namespace FleetTickets.TestServers;

/// <summary>The docker command line, for what must be known before Testcontainers is asked.</summary>
internal static class Docker
{
    // What Testcontainers 4.16 starts beside our containers, to remove them when we are killed.
    private const string ReaperImage = "testcontainers/ryuk:0.14.0";

    /// <summary>To be called before anything of Testcontainers: it decides both at its first call.</summary>
    public static async Task PrepareTestcontainersAsync(CancellationToken cancellation)
    {
        // Testcontainers asks for an API version that older engines refuse.
        var engine = await RunAsync(["version", "--format", "{{.Server.APIVersion}}"], cancellation);
        if (Version.TryParse(engine, out var version) && version < new Version(1, 44) && Environment.GetEnvironmentVariable("DOCKER_API_VERSION") is null)
            Environment.SetEnvironmentVariable("DOCKER_API_VERSION", engine);

        TestcontainersSettings.ResourceReaperEnabled = await RunAsync(["image", "ls", "--quiet", ReaperImage], cancellation) is { Length: > 0 };
    }

    /// <returns>The newest tag that is there, else <paramref name="imageToPull"/>, pulled.</returns>
    public static async Task<string> FindImageAsync(string repository, string imageToPull, CancellationToken cancellation)
    {
        var tags = await RunAsync(["image", "ls", "--format", "{{.Repository}}:{{.Tag}}", repository], cancellation);
        var newest = tags.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(tag => !tag.EndsWith("<none>", StringComparison.Ordinal)).Max(StringComparer.Ordinal);
        if (newest is null)
            await RunAsync(["pull", "--quiet", imageToPull], cancellation);
        return newest ?? imageToPull;
    }

    /// <summary>Inside a container Testcontainers takes the bridge's address, which is wrong when the engine runs beside us.</summary>
    public static async Task<string> ReachableHostAsync(IContainer container, ushort port, CancellationToken cancellation)
    {
        const string loopback = "127.0.0.1";
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(loopback, container.GetMappedPublicPort(port), cancellation);
            return loopback;
        }
        catch (SocketException)
        {
            return container.Hostname;
        }
    }

    /// <returns>What the command printed, trimmed.</returns>
    public static async Task<string> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var docker = Start(arguments);
        var error = docker.StandardError.ReadToEndAsync(cancellation);
        var output = await docker.StandardOutput.ReadToEndAsync(cancellation);
        await docker.WaitForExitAsync(cancellation);
        return docker.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"docker {string.Join(' ', arguments)} failed: {(await error).Trim()}");
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("docker", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new InvalidOperationException("no docker command on the PATH");
        }
    }
}
