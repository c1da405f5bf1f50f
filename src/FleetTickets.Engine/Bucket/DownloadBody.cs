namespace FleetTickets.Engine.Bucket;

/// <summary>The body of one answer.</summary>
/// <param name="Begin">Where in the object its first byte stands: before the one that was asked for, when a store sends all of it anew.</param>
internal sealed record DownloadBody(Stream Content, long Begin);
