namespace FleetTickets.Engine.Bucket;

/// <summary>The bucket cannot be used: unreachable, refused, or it did something a store must not do.</summary>
public sealed class BucketException(string message, Exception? inner = null) : Exception(message, inner);
