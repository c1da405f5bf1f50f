namespace FleetTickets.Engine.Runs;

public enum RunMode
{
    /// <summary>Every new change file of the bucket.</summary>
    FromBucket,

    /// <summary>Every change file of the bucket, whatever is stored: the bucket was replaced.</summary>
    Reseed,

    /// <summary>One local file.</summary>
    LocalFile,

    /// <summary>A person puts files back into changes/.</summary>
    Retry,

    /// <summary>A person has files left out.</summary>
    Skip,
}
