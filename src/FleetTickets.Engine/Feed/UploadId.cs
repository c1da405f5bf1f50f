namespace FleetTickets.Engine.Feed;

/// <summary>Tells one upload from every other: a name may be uploaded again with other content.</summary>
/// <param name="Key">The key under which the file was exported.</param>
/// <param name="ETag">The store's tag of the content.</param>
public readonly record struct UploadId(string Key, string ETag);
