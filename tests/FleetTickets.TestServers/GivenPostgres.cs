using Npgsql;

namespace FleetTickets.TestServers;

/// <summary>A server that somebody else runs, named by a postgresql:// URL or by an Npgsql connection string.</summary>
internal sealed record GivenPostgres(string Description, string ConnectionString) : IPostgresSource
{
    public static GivenPostgres Parse(string value, string variable)
    {
        try
        {
            return new GivenPostgres($"the server in {variable}", IsUrl(value) ? FromUrl(new Uri(value)) : new NpgsqlConnectionStringBuilder(value).ConnectionString);
        }
        catch (Exception unreadable) when (unreadable is UriFormatException or ArgumentException or FormatException)
        {
            // Without the value and without the inner message: both can carry the password.
            throw new ArgumentException($"{variable} is neither a postgresql:// URL nor a key=value connection string");
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static bool IsUrl(string value) =>
        value.StartsWith("postgresql://", StringComparison.Ordinal) || value.StartsWith("postgres://", StringComparison.Ordinal);

    private static string FromUrl(Uri url)
    {
        var builder = new NpgsqlConnectionStringBuilder { Host = url.Host, Database = Uri.UnescapeDataString(url.AbsolutePath.TrimStart('/')) };
        if (url.Port > 0)
            builder.Port = url.Port;

        var credentials = url.UserInfo.Split(':', 2);
        builder.Username = Uri.UnescapeDataString(credentials[0]);
        if (credentials.Length == 2)
            builder.Password = Uri.UnescapeDataString(credentials[1]);

        foreach (var parameter in url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (key, value) = parameter.Split('=', 2) is [var name, var text] ? (name, Uri.UnescapeDataString(text)) : (parameter, "");
            // libpq writes verify-full where Npgsql reads VerifyFull.
            builder[key] = key == "sslmode" ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }

        return builder.ConnectionString;
    }
}
