using System.Net;
using System.Text;
using Amazon.S3.Model;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>A page of a listing, with its keys as they are.</summary>
/// <param name="Name">The bucket that the store says it lists; null in an answer that is no listing.</param>
/// <param name="KeyCount">How many keys the store says are here; null when it does not say.</param>
/// <param name="Token">Where the next page begins; null when the store does not say.</param>
/// <param name="IsLast">Neither truncated nor full: a full page may be the last one of a store that forgot to say that it is not.</param>
internal sealed record ListingPage(
    string? Name, string? Prefix, int? KeyCount, IReadOnlyList<BucketObject> Objects, bool IsTruncated, bool IsLast, string? Token)
{
    private const int UsualPage = 1000;

    /// <summary>In the order of their bytes, as S3 lists.</summary>
    public bool IsInOrder => Objects.Zip(Objects.Skip(1)).All(pair =>
        Encoding.UTF8.GetBytes(pair.First.Key).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(pair.Second.Key)) <= 0);

    public static ListingPage Of(ListObjectsV2Response page)
    {
        // Not every store encodes when it is asked to; one that does says so.
        string Decoded(string? text) => page.Encoding?.Value == "url" ? WebUtility.UrlDecode(text ?? "") : text ?? "";
        // The SDK leaves an empty collection null.
        List<BucketObject> objects = [.. (page.S3Objects ?? []).Where(found => !string.IsNullOrEmpty(found.Key)).Select(found =>
            new BucketObject(Decoded(found.Key), EntityTag.Opaque(found.ETag), found.Size ?? 0) { ArrivedAt = ArrivalOf(found) })];
        return new ListingPage(
            page.Name, Decoded(page.Prefix), page.KeyCount is { } keys ? keys - (page.CommonPrefixes?.Count ?? 0) : null, objects,
            page.IsTruncated == true, page.IsTruncated != true && objects.Count < (page.MaxKeys is > 0 and var most ? most : UsualPage),
            string.IsNullOrEmpty(page.NextContinuationToken) ? null : page.NextContinuationToken);
    }

    /// <summary>Why this is no page of the listing that was asked for; null when it is one.</summary>
    public string? ProblemFor(string bucket, string folder) => this switch
    {
        { Name: null or "" } => "the answer is no listing",
        _ when Name != bucket => $"the answer lists bucket {Name} instead of {bucket}",
        _ when Prefix != folder => $"the answer lists {(Prefix == "" ? "the whole bucket" : Prefix)} instead of {folder}",
        _ when KeyCount is { } count && count != Objects.Count => $"the answer says that it has {count} keys and has {Objects.Count}",
        _ => null,
    };

    private static DateTimeOffset? ArrivalOf(S3Object found) => found.LastModified is { } time ? new DateTimeOffset(time.ToUniversalTime()) : null;
}
