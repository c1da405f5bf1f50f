using System.ComponentModel;
using System.Diagnostics;

namespace FleetTickets.TestServers;

/// <summary>The docker command line, for what must be known before Testcontainers is asked.</summary>
internal static class Docker
{
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
        catch (Win32Exception)
        {
            throw new InvalidOperationException("no docker command on the PATH");
        }
    }
}
