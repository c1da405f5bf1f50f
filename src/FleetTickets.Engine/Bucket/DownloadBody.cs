namespace FleetTickets.Engine.Bucket;

/// <summary>The body of one answer.</summary>
/// <param name="Begin">Where in the object its first byte stands: before the requested offset when a store sends the whole object again.</param>
internal sealed record DownloadBody(Stream Content, long Begin);
