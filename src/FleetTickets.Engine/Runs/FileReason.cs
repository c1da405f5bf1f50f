namespace FleetTickets.Engine.Runs;

/// <summary>A file, and what is the matter with it, in words that may leave the house.</summary>
/// <param name="Key">A key, or its last part.</param>
/// <param name="Reason">Null when the finding says it all.</param>
public sealed record FileReason(string Key, string? Reason);
