using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>
/// Reads <c>DATABASE_URL</c>: a libpq URL or libpq's keywords and values (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING)
/// with libpq's meanings, or an Npgsql key/value string. Messages never repeat the value: it holds a password.
/// </summary>
internal static class DatabaseUrl
{
    public const string Variable = "DATABASE_URL";

    private static readonly string[] Schemes = ["postgresql://", "postgres://"];

    /// <exception cref="FormatException">Says what is wrong, without the value.</exception>
    public static DatabaseTarget Parse(string value)
    {
        var scheme = Schemes.FirstOrDefault(prefix => value.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        // Also as %00: neither libpq nor the server's protocol can carry one.
        if (Decoded(value).Contains('\0'))
            throw new FormatException("a NUL character in it");
        if (scheme is not null)
            return LibpqParameters.Read(PartsOf(value[scheme.Length..]));
        return LibpqKeywords.TryRead(value) is { } keywords ? LibpqParameters.Read(keywords) : ParseKeyValues(value);
    }

    private static DatabaseTarget ParseKeyValues(string value)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder($"GSS Encryption Mode={LibpqParameters.UnlessAskedFor};{value}");
            RefuseRunTogether(settings);
            var session = settings.TargetSessionAttributes is { } words ? LibpqWords.SessionOf(words) : TargetSessionAttributes.Any;
            // The driver takes it for several hosts only from elsewhere, and for one host it says nothing.
            settings.TargetSessionAttributes = null;
            return new DatabaseTarget(settings) { Session = session };
        }
        // An unknown keyword without a value is a missing key to the library.
        catch (Exception wrong) when (wrong is ArgumentException or InvalidCastException or OverflowException or KeyNotFoundException)
        {
            throw new FormatException("neither a postgresql:// URL nor an Npgsql key/value string", wrong);
        }
    }

    /// <summary>What is shown of a connection must not hold the rest of a string that was not parsed.</summary>
    private static void RefuseRunTogether(NpgsqlConnectionStringBuilder settings)
    {
        if (settings.Host is null)
            throw new FormatException("no host in it");
        if (new[] { settings.Host, settings.Username, settings.Database }.Any(part => part?.Contains('=', StringComparison.Ordinal) == true))
            throw new FormatException("an = in the host, the user or the database; keys and values of Npgsql are separated by ;");
    }

    private static IEnumerable<(string Name, string Value)> PartsOf(string rest)
    {
        var (main, query) = Cut(rest, '?');
        var (authority, database) = Cut(main, '/');
        var at = authority.LastIndexOf('@');
        if (at >= 0)
        {
            var (user, password) = Cut(authority[..at], ':');
            yield return ("user", Decoded(user));
            yield return ("password", Decoded(password));
        }
        foreach (var part in HostsIn(authority[(at + 1)..]))
            yield return part;
        // Read on, a message about the database would show the end of the password.
        if (database.Contains('@', StringComparison.Ordinal))
            throw new FormatException("an @ behind the host; write a / in the password as %2F, and an @ in the database's name as %40");
        yield return ("dbname", Decoded(database));
        foreach (var (name, value) in query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => Cut(pair, '=')))
            yield return (name, Decoded(value));
    }

    private static IEnumerable<(string Name, string Value)> HostsIn(string authority)
    {
        var hosts = authority.Split(',').Select(Host).ToList();
        yield return ("host", string.Join(',', hosts.Select(host => host.Name)));
        if (hosts.Exists(host => host.Port is not null))
            yield return ("port", string.Join(',', hosts.Select(host => host.Port ?? LibpqParameters.DefaultPort)));
    }

    private static (string Name, string? Port) Host(string hostAndPort)
    {
        var colon = hostAndPort.LastIndexOf(':');
        var (name, port) = colon > hostAndPort.LastIndexOf(']') ? (hostAndPort[..colon], hostAndPort[(colon + 1)..]) : (hostAndPort, null);
        return (Decoded(name.Trim('[', ']')), port);
    }

    private static string Decoded(string part) => Uri.UnescapeDataString(part);

    private static (string Before, string After) Cut(string text, char at) =>
        text.IndexOf(at, StringComparison.Ordinal) is var position and >= 0 ? (text[..position], text[(position + 1)..]) : (text, "");
}
