using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>
/// Makes the pool of connections. Where the server's certificate has to be checked the check is <see cref="ServerCertificate"/>, with the
/// meaning of the driver's own one, which only ever says that it refused.
/// </summary>
internal static class DatabaseConnections
{
    /// <summary>A run needs two: its lock, and its work. The third is for a moment in which one was lost and its end must be learnt.</summary>
    public const int AtMost = 3;

    /// <exception cref="UsageException">sslrootcert names no file with certificates.</exception>
    public static NpgsqlDataSource Open(DatabaseTarget target)
    {
        var settings = target.Connection;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.ConnectionStringBuilder.MaxPoolSize = Math.Min(builder.ConnectionStringBuilder.MaxPoolSize, AtMost);
        builder.ConnectionStringBuilder.MinPoolSize = 0;
        // Nothing of a session is ever ours but what ends with a transaction; and behind a pooler the session that would be reset is another's.
        builder.ConnectionStringBuilder.NoResetOnClose = true;
        builder.ConnectionStringBuilder.MaxAutoPrepare = 0;
        builder.ConnectionStringBuilder.Enlist = false;
        // A socket of this machine has no network that could lose its peer, and refuses to be asked.
        if (target.Patience is { } patience && settings.Host![0] is not ('/' or '@'))
        {
            builder.ConnectionStringBuilder.TcpKeepAlive = true;
            (builder.ConnectionStringBuilder.TcpKeepAliveTime, builder.ConnectionStringBuilder.TcpKeepAliveInterval) = (patience.Idle, patience.Interval);
            UseOnBothSides(builder, patience);
        }
        if (IsChecked(settings))
        {
            var check = new ServerCertificate(RootsIn(settings.RootCertificate), mustNameTheHost: settings.SslMode is SslMode.VerifyFull);
            // The driver takes a check of ours only where it would make none itself.
            (builder.ConnectionStringBuilder.SslMode, builder.ConnectionStringBuilder.RootCertificate) = (SslMode.Require, null);
            builder.UseSslClientAuthenticationOptionsCallback(check.Require);
        }
        // Every type that the statements use is built in; to ask the server for all of its types is a good part of a short run.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return !settings.Host!.Contains(',', StringComparison.Ordinal) ? builder.Build()
            : builder.BuildMultiHost().WithTargetSession(target.Session);
    }

    private static void UseOnBothSides(NpgsqlDataSourceBuilder builder, TcpPatience patience) => builder.UsePhysicalConnectionInitializer(
        connection =>
        {
            TcpSockets.Apply(patience, connection.Port);
            using var server = new NpgsqlCommand(patience.ServerSql, connection);
            server.ExecuteNonQuery();
        },
        async connection =>
        {
            TcpSockets.Apply(patience, connection.Port);
            await using var server = new NpgsqlCommand(patience.ServerSql, connection);
            await server.ExecuteNonQueryAsync();
        });

    private static bool IsChecked(NpgsqlConnectionStringBuilder settings) =>
        settings.SslMode is SslMode.VerifyCA or SslMode.VerifyFull || (settings.SslMode is SslMode.Require && settings.RootCertificate is not null);

    /// <returns>Null without a file: the roots that this machine trusts.</returns>
    private static X509Certificate2Collection? RootsIn(string? file)
    {
        if (file is null)
            return null;
        try
        {
            var roots = new X509Certificate2Collection();
            roots.ImportFromPemFile(file);
            return roots.Count > 0
                ? roots
                : throw new UsageException($"{DatabaseUrl.Variable}: sslrootcert {file} holds no certificate in PEM form");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"{DatabaseUrl.Variable}: sslrootcert {file} cannot be read: {unreadable.Message.TrimEnd('.')}");
        }
    }
}
