namespace FleetTickets.Cli.Notices;

/// <summary>How long a program waits for a server that it notifies of a run.</summary>
internal sealed record WebhookPatience(int Tries, TimeSpan PerTry)
{
    /// <summary>At most 15 s, with the pauses.</summary>
    public static WebhookPatience Usual { get; } = new(Tries: 3, PerTry: TimeSpan.FromSeconds(4));
}
