namespace FleetTickets.TestServers;

/// <summary>A running S3 server, however it came about; disposing ends what was started for it.</summary>
internal interface IS3Source : IAsyncDisposable
{
    string Description { get; }

    S3Access Access { get; }

    /// <summary>Whether buckets are still there when we are gone, so that ours must be removed one by one.</summary>
    bool OutlivesUs { get; }
}

/// <summary>Where a server is and who may use it; the denied pair signs correctly and has no rights.</summary>
internal sealed record S3Access(
    string Endpoint, string Region, string AccessKey, string SecretKey, string DeniedAccessKey, string DeniedSecretKey);
