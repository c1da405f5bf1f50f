using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Feed.Reading;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Engine.Loading.Refolding;

/// <summary>A file that tickets may be folded from again.</summary>
/// <param name="Row">The ledger's row; null when no run of this program has applied it.</param>
/// <param name="Content">Where it lies; null when its content cannot be had, as that of a local file.</param>
/// <param name="Open">Opens the content.</param>
public sealed record FoldSource(LedgerFile? Row, ChangeFile? Content, ChangeReader.OpenAt Open);
