namespace FleetTickets.Engine.Feed;

/// <summary>An object as a listing shows it.</summary>
/// <param name="Key">Full key, from the bucket's root.</param>
/// <param name="ETag">The store's tag of this content, without quotes. Two uploads under one key have different tags.</param>
/// <param name="Size">Bytes.</param>
public sealed record BucketObject(string Key, string ETag, long Size)
{
    /// <summary>When it was uploaded, if the store says so.</summary>
    public DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>What a directory knows of a file beside its tag, to tell a later write from the listed one; null in a store.</summary>
    public string? Version { get; init; }
}
