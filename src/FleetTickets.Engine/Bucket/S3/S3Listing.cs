using Amazon.S3;
using Amazon.S3.Model;
using FleetTickets.Engine.Feed;
using Serilog;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>Reads one folder's listing page by page. It trusts no page to be of this folder, to name a key once, or to lead to the end.</summary>
/// <param name="after">Keys up to this one are left out; null for all.</param>
internal sealed class S3Listing(S3Store store, string folder, string? after = null)
{
    /// <summary>A longer listing does not end; a folder of the feed holds some thousands of keys.</summary>
    private const int MostObjects = 1_000_000;

    /// <summary>Empty pages in a row: some stores send a few where many objects were deleted.</summary>
    private const int MostEmptyPages = 100;

    private readonly Dictionary<string, BucketObject> _objects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _contradicted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);
    private int _emptyPages;

    private string What => $"listing {folder}";

    /// <summary>Returns the objects sorted by key. Where a page lacks the size or tag of a change file, the object itself is read.</summary>
    public async Task<IReadOnlyList<BucketObject>> ReadAsync(CancellationToken cancellation)
    {
        // A key may hold what no XML may: then only its encoded form can be listed.
        var request = new ListObjectsV2Request { BucketName = store.Bucket, Prefix = folder, Encoding = EncodingType.Url, StartAfter = after };
        ListingPage page;
        do
        {
            page = await PageAsync(request, cancellation);
        }
        while (PreparesNext(request, page, Take(page)));
        await CompleteAsync(cancellation);
        // Not every store honours start-after.
        return [.. _objects.Values.Where(found => string.CompareOrdinal(found.Key, after) > 0).OrderBy(found => found.Key, StringComparer.Ordinal)];
    }

    /// <summary>Returns whether the folder holds any object, whatever its name.</summary>
    public async Task<bool> HasAnyAsync(CancellationToken cancellation) => (await PageAsync(
        new ListObjectsV2Request { BucketName = store.Bucket, Prefix = folder, Encoding = EncodingType.Url, MaxKeys = 1 }, cancellation)).Objects.Count > 0;

    private async Task<ListingPage> PageAsync(ListObjectsV2Request request, CancellationToken cancellation)
    {
        var page = ListingPage.Of(await store.CallAsync(What, () => store.Client.ListObjectsV2Async(request, cancellation)));
        return page.ProblemFor(store.Bucket, folder) is { } problem ? throw Trouble($"{problem}; {S3Failure.NoStore}") : page;
    }

    /// <summary>Returns how many keys are new.</summary>
    private int Take(ListingPage page)
    {
        var before = _objects.Count;
        foreach (var found in page.Objects.Where(found => found.Key.StartsWith(folder, StringComparison.Ordinal)))
        {
            if (!_objects.TryAdd(found.Key, found) && _objects[found.Key] != found)
            {
                _objects[found.Key] = found;
                _contradicted.Add(found.Key);
            }
        }
        if (page.Objects.Count(found => !found.Key.StartsWith(folder, StringComparison.Ordinal)) is > 0 and var others)
            Log.Warning("The store lists {Count} objects that are not in {Folder}; they are left alone", others, folder);
        return _objects.Count <= MostObjects ? _objects.Count - before : throw Trouble($"it has more than {MostObjects} objects and does not end");
    }

    /// <summary>False when the listing is complete.</summary>
    private bool PreparesNext(ListObjectsV2Request request, ListingPage page, int added)
    {
        if (page.IsLast)
            return false;
        _emptyPages = added > 0 ? 0 : _emptyPages + 1;
        if (page.IsTruncated && (_emptyPages > MostEmptyPages || (added == 0 && page.Objects.Count > 0)))
            throw Trouble("it goes on for ever: the store repeats a page");
        if (!page.IsTruncated && (added == 0 || !page.IsInOrder))
            return false;
        if (page.Token is { } token && !_tokens.Add(token))
            throw Trouble("it goes on for ever: the store repeats a continuation token");
        request.ContinuationToken = page.Token;
        request.StartAfter = page.Token is null ? LastKeyOf(page) : null;
        return true;
    }

    /// <summary>RustFS has sent truncated pages without a token. Then the last key continues the listing.</summary>
    private string LastKeyOf(ListingPage page) => page.IsInOrder && page.Objects.Count > 0
        ? page.Objects[^1].Key
        : throw Trouble("it is truncated, and the store sends neither a continuation token nor keys in order");

    private async Task CompleteAsync(CancellationToken cancellation)
    {
        // A key equal to the folder is a console's placeholder for it.
        _objects.Remove(folder);
        var open = _objects.Values.Where(found => found.Size <= 0 || found.ETag.Length == 0 || _contradicted.Contains(found.Key))
            .Where(found => ChangeFile.TimeOfKey(ArchivedFile.PlainName(found.Key[folder.Length..])) is not null).ToList();
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellation };
        await Parallel.ForEachAsync(open, atOnce, async (found, token) =>
        {
            if (await store.LookAsync(found.Key, token) is not { } now)
                return;
            lock (_objects)
                _objects[found.Key] = found with { ETag = now.ETag, Size = now.Size };
        });
    }

    private BucketException Trouble(string reason) => store.Trouble(What, reason);
}
