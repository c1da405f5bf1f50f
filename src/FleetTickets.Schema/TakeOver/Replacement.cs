namespace FleetTickets.Schema.TakeOver;

/// <summary>A function or view of ours that takes the name of somebody's own.</summary>
/// <param name="Name">The name, with its schema.</param>
/// <param name="OldKeys">Keys of the payload, as paths, or columns that consumers had until now; null when the call fails.</param>
/// <param name="NewKeys">Those that they have from now on.</param>
public sealed record Replacement(string Name, IReadOnlyList<string>? OldKeys, IReadOnlyList<string>? NewKeys);
