using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>
/// How much is wrong with a provider, counted over all names; pure. Closed, it lets calls through; when it opens it asks for a pause, after which
/// a single call is tried, and only an answer to it closes the breaker. Polly's breaker opens on a share of failures in a window of time; here a
/// handful of calls a minute has to do, and so it is failures in a row that count.
/// </summary>
/// <param name="Failures">Since the last answer or opening.</param>
/// <param name="Refusals">Too fast, counted by the second, since the last answer or opening.</param>
/// <param name="Openings">Since the last answer.</param>
/// <param name="Pause">To be kept before the next call; zero when it may come at once.</param>
internal sealed record Breaker(int Failures, int Refusals, int Openings, TimeSpan Pause)
{
    private const int FailuresToOpen = 5;
    private const int RefusalsToOpen = 3;
    private const int OpeningsToGiveUp = 3;

    private static readonly TimeSpan AfterFailures = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterRefusals = TimeSpan.FromMinutes(1);

    public static Breaker Closed { get; } = new(0, 0, 0, TimeSpan.Zero);

    /// <summary>It opened again and again, and no answer came between.</summary>
    public bool GivesUp => Openings >= OpeningsToGiveUp;

    /// <summary>The call that a pause was kept for: it has to succeed.</summary>
    private bool IsProbing => Openings > 0;

    public Breaker After(Reply reply) => reply switch
    {
        Reply.Trouble => IsProbing || Failures + 1 == FailuresToOpen ? Opened(AfterFailures) : this with { Failures = Failures + 1 },
        Reply.TooFast { ByMinute: true } => Opened(AfterRefusals),
        Reply.TooFast => IsProbing || Refusals + 1 == RefusalsToOpen ? Opened(AfterRefusals) : this with { Refusals = Refusals + 1 },
        _ => Closed,
    };

    private Breaker Opened(TimeSpan pause) => new(0, 0, Openings + 1, pause);
}
