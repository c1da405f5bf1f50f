using FleetTickets.Engine.Changes;

namespace FleetTickets.Engine.Bucket;

/// <summary>A listed object is no longer there, or no longer the upload that was listed. The next run sees what is there now.</summary>
public sealed class ObjectGoneException(BucketObject gone, Exception? inner = null)
    : Exception($"{gone.Key} was moved, deleted or replaced since it was listed", inner);
