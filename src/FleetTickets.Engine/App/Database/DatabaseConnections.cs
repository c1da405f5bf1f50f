using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace FleetTickets.Engine.App;

/// <summary>
/// Makes the pool of connections. Where the server's certificate has to be checked the check is <see cref="ServerCertificate"/>, with the
/// meaning of the driver's own one, which only ever says that it refused.
/// </summary>
internal static class DatabaseConnections
{
    /// <exception cref="UsageException">sslrootcert names no file with certificates.</exception>
    public static NpgsqlDataSource Open(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (IsChecked(settings))
        {
            var check = new ServerCertificate(RootsIn(settings.RootCertificate), mustNameTheHost: settings.SslMode is SslMode.VerifyFull);
            // The driver takes a check of ours only where it would make none itself.
            (builder.ConnectionStringBuilder.SslMode, builder.ConnectionStringBuilder.RootCertificate) = (SslMode.Require, null);
            builder.UseSslClientAuthenticationOptionsCallback(check.Require);
        }
        // Every type that the statements use is built in; to ask the server for all of its types is a good part of a short run.
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }

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
                : throw new UsageException($"{Settings.DatabaseUrlVariable}: sslrootcert {file} holds no certificate in PEM form");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UsageException($"{Settings.DatabaseUrlVariable}: sslrootcert {file} cannot be read: {unreadable.Message.TrimEnd('.')}");
        }
    }
}
