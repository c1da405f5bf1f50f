namespace FleetTickets.Engine.Bucket.S3;

/// <summary>How to reach an S3-compatible store.</summary>
/// <param name="Endpoint">http or https; objects are addressed path-style below it.</param>
public sealed record S3Settings(Uri Endpoint, string Bucket, string AccessKey, string SecretKey, string Region)
{
    /// <summary>Without the secret, which a record would print.</summary>
    public override string ToString() => $"bucket {Bucket} at {Endpoint}";
}
