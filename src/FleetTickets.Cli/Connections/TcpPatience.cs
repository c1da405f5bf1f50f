namespace FleetTickets.Cli.Connections;

/// <summary>How long a connection waits for a peer that is silent, on both of its sides: libpq's keepalives_… and tcp_user_timeout.</summary>
/// <param name="Idle">Seconds without traffic after which the peer is asked for a sign of life.</param>
/// <param name="Interval">Seconds between two such questions.</param>
/// <param name="Count">How many may stay without an answer.</param>
/// <param name="Unacknowledged">How long what was sent may wait for the peer's receipt.</param>
internal sealed record TcpPatience(int Idle, int Interval, int Count, TimeSpan Unacknowledged)
{
    /// <summary>A peer that has vanished is noticed within 100 seconds, whichever side waits for what.</summary>
    public static TcpPatience Default { get; } = new(Idle: 30, Interval: 10, Count: 6, Unacknowledged: TimeSpan.FromSeconds(90));

    /// <summary>
    /// For the server's side, once a connection. Nothing of it can be refused or matter to others: a pooler may pass it to a session that it
    /// shares, where it does the same.
    /// </summary>
    public string ServerSql =>
        FormattableString.Invariant($"""
        set tcp_keepalives_idle = {Idle};
        set tcp_keepalives_interval = {Interval};
        set tcp_keepalives_count = {Count};
        set tcp_user_timeout = {(long)Unacknowledged.TotalMilliseconds}
        """);
}
