namespace FleetTickets.Engine.Feed;

/// <summary>A typed column of a file that reads as nothing.</summary>
/// <param name="Unreadable">Values that do.</param>
/// <param name="Values">Values that are there at all.</param>
/// <param name="Example">The first of them, as a message shows it.</param>
public sealed record UnreadableColumn(string Column, long Unreadable, long Values, string Example);
