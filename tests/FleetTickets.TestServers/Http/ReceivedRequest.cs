namespace FleetTickets.TestServers;

/// <summary>A request as the webhook saw it.</summary>
/// <param name="Line">Method, path and query, version.</param>
public sealed record WebhookPost(string Line, IReadOnlyDictionary<string, string> Headers, string Body);
