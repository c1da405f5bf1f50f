using System.Globalization;
using Npgsql;

namespace FleetTickets.Engine.App;

/// <summary>
/// Reads <c>DATABASE_URL</c>: a libpq URL (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS) with libpq's
/// meanings, or an Npgsql key/value string. Messages never repeat the value: it holds a password.
/// </summary>
public static class DatabaseUrl
{
    // The name is not repeated: a ? that was left unencoded in a password begins the parameters there.
    private const string UnknownParameter =
        "an unknown parameter; expected one of host, port, user, password, dbname, sslmode, sslrootcert, sslcert, sslkey, " +
        "gssencmode, connect_timeout, application_name, options";

    // The driver would try Kerberos first, and where its library is missing, as in a container, each run would say so on stderr.
    private const GssEncryptionMode UnlessAskedFor = GssEncryptionMode.Disable;

    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    /// <exception cref="FormatException">Says what is wrong, without the value.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string value)
    {
        var scheme = Schemes.FirstOrDefault(prefix => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        // Also as %00: neither libpq nor the server's protocol can carry one.
        if (Decoded(value).Contains('\0'))
            throw new FormatException("a NUL character in it");
        return scheme is null ? ParseKeyValues(value) : ParseUrl(value[scheme.Length..]);
    }

    private static NpgsqlConnectionStringBuilder ParseKeyValues(string value)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder($"GSS Encryption Mode={UnlessAskedFor};{value}") is { Host: not null } settings
                ? settings
                : throw new FormatException("no host in it");
        }
        // An unknown keyword without a value is a missing key to the library.
        catch (Exception wrong) when (wrong is ArgumentException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw new FormatException("neither a postgresql:// URL nor an Npgsql key/value string", wrong);
        }
    }

    private static NpgsqlConnectionStringBuilder ParseUrl(string rest)
    {
        var settings = new NpgsqlConnectionStringBuilder { Host = "localhost", GssEncryptionMode = UnlessAskedFor };
        var (main, query) = Cut(rest, '?');
        var (authority, database) = Cut(main, '/');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            if (user.Length > 0)
                settings.Username = Decoded(user);
            if (password.Length > 0)
                settings.Password = Decoded(password);
        }
        SetHost(settings, authority[(at + 1)..]);
        // Read on, a message about the database would show the end of the password.
        if (database.Contains('@'))
            throw new FormatException("an @ behind the host; write a / in the password as %2F, and an @ in the database's name as %40");
        if (database.Length > 0)
            settings.Database = Decoded(database);
        foreach (var (name, value) in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Cut(pair, '=')))
            SetParameter(settings, name, Decoded(value));
        // As libpq has it, to encrypt with a known root is to check against it.
        if (settings.SslMode is SslMode.Require && settings.RootCertificate is not null)
            settings.SslMode = SslMode.VerifyCA;
        return settings;
    }

    private static void SetHost(NpgsqlConnectionStringBuilder settings, string hostAndPort)
    {
        var bracket = hostAndPort.LastIndexOf(']');
        var colon = hostAndPort.LastIndexOf(':');
        if (colon > bracket)
        {
            settings.Port = PortOf(hostAndPort[(colon + 1)..]);
            hostAndPort = hostAndPort[..colon];
        }
        if (hostAndPort.Contains(','))
            throw new FormatException("several hosts; expected one");
        if (hostAndPort.Length > 0)
            settings.Host = Decoded(hostAndPort.Trim('[', ']'));
    }

    private static void SetParameter(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name)
        {
            case "host": settings.Host = value; break;
            case "port": settings.Port = PortOf(value); break;
            case "user": settings.Username = value; break;
            case "password": settings.Password = value; break;
            case "dbname": settings.Database = value; break;
            case "sslmode": settings.SslMode = SslModeOf(value); break;
            case "sslrootcert": settings.RootCertificate = value; break;
            case "sslcert": settings.SslCertificate = value; break;
            case "sslkey": settings.SslKey = value; break;
            case "gssencmode": settings.GssEncryptionMode = GssEncryptionModeOf(value); break;
            case "connect_timeout": settings.Timeout = SecondsOf(name, value); break;
            case "application_name": settings.ApplicationName = value; break;
            case "options": settings.Options = value; break;
            default: throw new FormatException(UnknownParameter);
        }
    }

    /// <summary>The same six words, with the same meanings.</summary>
    private static SslMode SslModeOf(string value) => value switch
    {
        "disable" => SslMode.Disable,
        "allow" => SslMode.Allow,
        "prefer" => SslMode.Prefer,
        "require" => SslMode.Require,
        "verify-ca" => SslMode.VerifyCA,
        "verify-full" => SslMode.VerifyFull,
        _ => throw new FormatException("sslmode is none of disable, allow, prefer, require, verify-ca, verify-full"),
    };

    private static GssEncryptionMode GssEncryptionModeOf(string value) => value switch
    {
        "disable" => GssEncryptionMode.Disable,
        "prefer" => GssEncryptionMode.Prefer,
        "require" => GssEncryptionMode.Require,
        _ => throw new FormatException("gssencmode is none of disable, prefer, require"),
    };

    private static int PortOf(string value) =>
        ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new FormatException("the port is not a number from 1 to 65535");

    private static int SecondsOf(string name, string value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= 1024
            ? seconds
            : throw new FormatException($"{name} is not a number of seconds");

    private static string Decoded(string part) => Uri.UnescapeDataString(part);

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at) is var position and >= 0 ? (text[..position], text[(position + 1)..]) : (text, "");
}
