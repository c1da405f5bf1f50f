using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Operating.Deciding;

/// <summary>A file and what a person had done with it.</summary>
/// <param name="Before">What the ledger had it as, or where it lay when the ledger knew nothing of it.</param>
/// <param name="Reason">Why it had failed or was skipped, or what became of the tickets of an applied one.</param>
public sealed record DecidedFile(ChangeFile File, string Before, string? Reason)
{
    /// <summary>Tickets of an applied file that nothing could be done for: somebody should look.</summary>
    public long TicketsLeft { get; init; }
}
