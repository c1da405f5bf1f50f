using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace FleetTickets.TestServers;

/// <summary>
/// A cluster of our own from the machine's PostgreSQL binaries, reachable through a socket in its own directory, and on an address when asked.
/// Its launcher reads standard input to the end, so the server and the directory go when this process does, however it dies.
/// </summary>
public sealed class PrivatePostgres : IPostgresSource
{
    private const string Launcher =
        """
        set -eu
        umask 077
        mkdir "$1"
        trap '"$2/pg_ctl" -D "$1/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$1"' EXIT
        trap 'exit 1' HUP INT TERM
        {
          printf '%s' "$PGPASSWORD" >"$1/password" &&
          "$2/initdb" -D "$1/data" -U fleettickets -A scram-sha-256 --pwfile "$1/password" -E UTF8 --locale=C.UTF-8 --no-sync &&
          "$2/pg_ctl" -D "$1/data" -w -o "-k '$1' -p 5432 -c listen_addresses='$3' -c max_connections=200 \
            -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_writer_delay=10s" start
        } >"$1/log" 2>&1 || { cat "$1/log" >&2; exit 1; }
        echo ready
        cat >/dev/null
        """;

    private readonly Process _launcher;
    private readonly string _directory;

    private PrivatePostgres(Process launcher, string binaries, string directory, string password)
    {
        _launcher = launcher;
        _directory = directory;
        Binaries = binaries;
        Description = $"a private cluster of {binaries}";
        ConnectionString = new NpgsqlConnectionStringBuilder
        {
            Host = directory,
            Port = 5432,
            Username = "fleettickets",
            Password = password,
            Database = "postgres",
            // After a restart a pool would hand out sessions that have ended.
            Pooling = false,
        }.ConnectionString;
    }

    public string Description { get; }

    public string ConnectionString { get; }

    /// <summary>The folder of the server's programs; <c>psql</c> is there as well.</summary>
    public string Binaries { get; }

    /// <summary>Readable, as everything in it, by the server's user and root only.</summary>
    public string DataDirectory => Path.Combine(_directory, "data");

    /// <param name="cancellation">Ends the wait for the server.</param>
    /// <param name="binaries">The folder of the server's programs; null for the newest of this machine.</param>
    /// <param name="listenOn">An address of this machine, on whose port 5432 the server listens as well.</param>
    public static async Task<PrivatePostgres> StartAsync(CancellationToken cancellation, string? binaries = null, string listenOn = "")
    {
        binaries ??= FindBinaries();
        // Short: the path of a socket ends at 107 bytes.
        var directory = Path.Combine(Path.GetTempPath(), $"ft-pg-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        // Asked for even on our own socket: what a program does with a wrong one is tested as well.
        var password = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var launcher = Process.Start(LauncherOf(binaries, directory, password, listenOn))!;

        if (await launcher.StandardOutput.ReadLineAsync(cancellation) == "ready")
            return new PrivatePostgres(launcher, binaries, directory, password);

        var log = await launcher.StandardError.ReadToEndAsync(cancellation);
        throw new InvalidOperationException($"a private cluster of {binaries} did not start: {log.Trim()}");
    }

    public async ValueTask DisposeAsync()
    {
        _launcher.StandardInput.Close();
        await _launcher.WaitForExitAsync();
        _launcher.Dispose();
    }

    /// <summary>Returns when the server is up again.</summary>
    /// <param name="mode"><c>fast</c> ends every session, <c>immediate</c> is a crash and its recovery.</param>
    public async Task RestartAsync(string mode, CancellationToken cancellation)
    {
        using var control = Process.Start(AsServerUser(Path.Combine(Binaries, "pg_ctl"), "-D", DataDirectory, "-m", mode, "-w", "-l", $"{_directory}/log", "restart"))!;
        await control.WaitForExitAsync(cancellation);
        if (control.ExitCode != 0)
            throw new InvalidOperationException($"{Description} did not restart; its log is {_directory}/log");
    }

    private static ProcessStartInfo LauncherOf(string binaries, string directory, string password, string listenOn)
    {
        var start = AsServerUser("sh", "-c", Launcher, "sh", directory, binaries, listenOn);
        start.Environment["PGPASSWORD"] = password;
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        return start;
    }

    /// <summary>What a server runs as: it refuses to be root.</summary>
    internal static ProcessStartInfo AsServerUser(params string[] program)
    {
        // The server refuses to run as root, and the other user may not be allowed into our working directory.
        string[] asServerUser = Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : [];
        string[] command = [.. asServerUser, .. program];
        return new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = "/", RedirectStandardOutput = true };
    }

    /// <summary>The newest of the versions that Debian keeps side by side, else those on the PATH.</summary>
    public static string FindBinaries()
    {
        const string debian = "/usr/lib/postgresql";
        var versioned = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return versioned
            .OrderByDescending(directory => int.TryParse(Path.GetFileName(directory), out var version) ? version : 0)
            .Select(directory => Path.Combine(directory, "bin"))
            .Concat(onPath)
            .FirstOrDefault(directory => File.Exists(Path.Combine(directory, "initdb")) && File.Exists(Path.Combine(directory, "postgres")))
            ?? throw new InvalidOperationException($"no initdb under {debian} or on the PATH; install PostgreSQL's server package");
    }
}
