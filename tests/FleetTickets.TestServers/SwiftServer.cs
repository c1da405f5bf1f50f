using System.ComponentModel;
using System.Diagnostics;

namespace FleetTickets.TestServers;

/// <summary>OpenStack Swift's S3 API from Debian's packages; the script ends when this process lets go of its standard input.</summary>
internal sealed class SwiftServer : IS3Source
{
    // Debian's own interpreter: another one on the PATH would not see Debian's packages.
    private const string Python = "/usr/bin/python3";
    private const string LastLine = "S3_DENIED_SECRET_KEY";

    private readonly Process _script;

    private SwiftServer(Process script, S3Access access)
    {
        _script = script;
        Access = access;
    }

    public string Description => "OpenStack Swift's s3api";

    public S3Access Access { get; }

    public bool OutlivesUs => false;

    public static async Task<SwiftServer> StartAsync(CancellationToken cancellation)
    {
        var script = Start(Path.Combine(AppContext.BaseDirectory, "swift-s3.py"));
        // Read all the time, not only when something goes wrong: a full pipe would stop the server.
        var errors = script.StandardError.ReadToEndAsync(CancellationToken.None);

        var lines = new Dictionary<string, string>();
        while (!lines.ContainsKey(LastLine) && await script.StandardOutput.ReadLineAsync(cancellation) is { } line)
        {
            var (name, value) = line.Split('=', 2) is [var left, var right] ? (left, right) : (line, "");
            lines[name] = value;
        }

        if (!lines.TryGetValue(LastLine, out var deniedSecret))
            throw new InvalidOperationException($"OpenStack Swift did not start: {(await errors).Trim()}");

        return new SwiftServer(script, new S3Access(
            lines["S3_ENDPOINT"], lines["S3_REGION"], lines["S3_ACCESS_KEY"], lines["S3_SECRET_KEY"], lines["S3_DENIED_ACCESS_KEY"], deniedSecret));
    }

    public async ValueTask DisposeAsync()
    {
        _script.StandardInput.Close();
        await _script.WaitForExitAsync();
        _script.Dispose();
    }

    private static Process Start(string path)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(Python, ["-I", path])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception)
        {
            throw new InvalidOperationException($"OpenStack Swift did not start: no {Python}; install the package python3-swift");
        }
    }
}
