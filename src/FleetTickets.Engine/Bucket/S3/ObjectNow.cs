namespace FleetTickets.Engine.Bucket.S3;

/// <summary>An object as the store returns it now.</summary>
/// <param name="ETag">Without quotes; empty when the store sends none.</param>
/// <param name="Size">Bytes.</param>
/// <param name="CopiedFrom">On an archived copy: the tag of the upload that it was made from.</param>
internal sealed record ObjectNow(string ETag, long Size, string? CopiedFrom);
