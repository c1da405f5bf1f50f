namespace FleetTickets.TestServers;

/// <summary>A request as a server saw it.</summary>
/// <param name="Line">Method, path and query, version.</param>
public sealed record ReceivedRequest(string Line, IReadOnlyDictionary<string, string> Headers, string Body);
