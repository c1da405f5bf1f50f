using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Ledger;

/// <summary>An upload that was applied or skipped in the current epoch, and needs no loading.</summary>
/// <param name="Superseded">Another upload of its name was applied after it.</param>
internal sealed record DoneUpload(string Key, string ETag, bool Superseded)
{
    /// <summary>Of a dataset that has just begun an epoch.</summary>
    public static IReadOnlyDictionary<UploadId, DoneUpload> None { get; } = new Dictionary<UploadId, DoneUpload>();

    public UploadId Id => new(Key, ETag);
}
