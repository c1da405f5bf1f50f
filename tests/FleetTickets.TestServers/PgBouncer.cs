using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

namespace FleetTickets.TestServers;

/// <summary>
/// A real PgBouncer of the machine's package between a program and its server, on a socket in a directory of its own. It ends with this
/// process, however that dies.
/// </summary>
public sealed class PgBouncer : IAsyncDisposable
{
    private const int Port = 6432;

    private const string Launcher =
        """
        set -eu
        umask 077
        mkdir "$1"
        trap 'kill "$pooler" 2>/dev/null || true; rm -rf "$1"' EXIT
        trap 'exit 1' HUP INT TERM
        printf '%s' "$POOLER_USERS" >"$1/users"
        printf '%s' "$POOLER_SETTINGS" >"$1/settings"
        "$2" "$1/settings" 0</dev/null >"$1/log" 2>&1 & pooler=$!
        # The socket is there before anything listens on it.
        until grep -q 'listening on unix' "$1/log"; do kill -0 "$pooler" 2>/dev/null || { cat "$1/log" >&2; exit 1; }; done
        echo ready
        cat >/dev/null
        """;

    private readonly Process _launcher;
    private readonly string _directory;

    private PgBouncer(Process launcher, string directory) => (_launcher, _directory) = (launcher, directory);

    /// <param name="server">Host, user and password of the server; every database of it can be reached.</param>
    /// <param name="mode"><c>session</c>, <c>transaction</c> or <c>statement</c>.</param>
    /// <param name="poolSize">Sessions of the server, for each database and role.</param>
    /// <param name="users">Further roles and their passwords.</param>
    public static async Task<PgBouncer> StartAsync(
        string server, string mode, int poolSize, CancellationToken cancellation, params (string Role, string Password)[] users)
    {
        var target = new NpgsqlConnectionStringBuilder(server);
        var directory = Path.Combine(Path.GetTempPath(), $"ft-pb-{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
        var start = PrivatePostgres.AsServerUser("sh", "-c", Launcher, "sh", directory, Program());
        start.Environment["POOLER_USERS"] = string.Concat(
            users.Append((target.Username!, target.Password!)).Select(user => $"\"{user.Item1}\" \"{user.Item2.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\n"));
        start.Environment["POOLER_SETTINGS"] =
            $"""
             [databases]
             * = host={target.Host} port={target.Port}
             [pgbouncer]
             listen_addr =
             listen_port = {Port}
             unix_socket_dir = {directory}
             auth_type = scram-sha-256
             auth_file = {directory}/users
             pool_mode = {mode}
             default_pool_size = {poolSize}
             max_client_conn = 200

             """;
        start.RedirectStandardInput = true;
        start.RedirectStandardError = true;
        var launcher = Process.Start(start)!;
        if (await launcher.StandardOutput.ReadLineAsync(cancellation) == "ready")
            return new PgBouncer(launcher, directory);
        throw new InvalidOperationException($"PgBouncer did not start: {(await launcher.StandardError.ReadToEndAsync(cancellation)).Trim()}");
    }

    /// <summary>The same database through the pooler.</summary>
    public string Through(string connectionString) =>
        new NpgsqlConnectionStringBuilder(connectionString) { Host = _directory, Port = Port }.ConnectionString;

    public async ValueTask DisposeAsync()
    {
        _launcher.StandardInput.Close();
        await _launcher.WaitForExitAsync();
        _launcher.Dispose();
    }

    private static string Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, "pgbouncer"))
            .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("no pgbouncer on the PATH or in /usr/sbin; install the package pgbouncer");
}
