using Npgsql;

namespace FleetTickets.Cli.Connections;

/// <summary>What <c>DATABASE_URL</c> says.</summary>
/// <param name="Connection">Settings of the driver.</param>
internal sealed record DatabaseTarget(NpgsqlConnectionStringBuilder Connection)
{
    /// <summary>For people: who asks which server for which database, without the password.</summary>
    public string Name => NameOf(Connection);

    /// <summary>How long a silent peer is waited for; null when keepalives=0 says that it is waited for as long as it takes.</summary>
    public TcpPatience? Patience { get; init; } = TcpPatience.Default;

    /// <summary>Of several hosts, which will do.</summary>
    public TargetSessionAttributes Session { get; init; } = TargetSessionAttributes.Any;

    /// <summary>Names of parameters that libpq or another tool reads, and this program does not.</summary>
    public IReadOnlyList<string> Ignored { get; init; } = [];

    /// <inheritdoc cref="Name"/>
    public static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        $"{(settings.Username is { } user ? $"{user}@" : "")}{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
}
