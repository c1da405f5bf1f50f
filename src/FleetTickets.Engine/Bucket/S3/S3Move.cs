using Amazon.S3;
using Amazon.S3.Model;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>Moves one upload: copies it, proves the copy by reading it, and only then deletes the original.</summary>
internal sealed class S3Move(S3Store store, BucketObject source, TimeProvider clock)
{
    /// <summary>Returns the new key.</summary>
    public async Task<string> ToAsync(string folder, CancellationToken cancellation)
    {
        var (key, taken) = await TargetAsync(folder, cancellation);
        if (taken is null || !await IsCopyAsync(key, taken, cancellation))
        {
            var copied = await CopyAsync(key, cancellation);
            if (copied is null || !await IsCopyAsync(key, copied, cancellation))
                throw store.Trouble(source.Key, $"the copy {key} is not what was copied; the original stays");
        }
        await Fault.AtAsync(FaultPoint.BetweenCopyAndDelete, cancellation);
        await DeleteAsync(cancellation);
        return key;
    }

    /// <summary>The key to copy to, and what a run that was killed has copied there already.</summary>
    private async Task<(string Key, ObjectNow? Taken)> TargetAsync(string folder, CancellationToken cancellation)
    {
        var plain = ArchiveName.In(folder, source);
        if (await store.LookAsync(plain, cancellation) is not { } taken)
            return (plain, null);
        if (IsOurs(taken))
            return (plain, taken);
        var tagged = ArchiveName.WithTagIn(folder, source);
        return (tagged, await store.LookAsync(tagged, cancellation));
    }

    /// <summary>True of an incomplete copy as well: it is made again.</summary>
    private bool IsOurs(ObjectNow taken) => taken.CopiedFrom == source.ETag || (taken.ETag == source.ETag && taken.Size == source.Size);

    private async Task<bool> IsCopyAsync(string key, ObjectNow there, CancellationToken cancellation)
    {
        if (there.Size != source.Size || there.ETag.Length == 0)
            return false;
        try
        {
            await using var copy = await new S3Download(store, new BucketObject(key, there.ETag, there.Size), clock).OpenAsync(0, cancellation);
            return await CopyProof.HoldsAsync(copy, source.ETag, () => new S3Download(store, source, clock).OpenAsync(0, cancellation), cancellation);
        }
        catch (ObjectGoneException gone) when (gone.Key == key)
        {
            return false;
        }
    }

    /// <returns>The object at the key now; null when the store has made none.</returns>
    /// <exception cref="ObjectGoneException">The store copied a later upload, although the request named the tag. The copy is deleted.</exception>
    private async Task<ObjectNow?> CopyAsync(string key, CancellationToken cancellation)
    {
        var answer = await store.IfUnchangedAsync(source, tag => store.Client.CopyObjectAsync(CopyRequest(key, tag), cancellation), cancellation);
        if (EntityTag.Opaque(answer.ETag) == source.ETag)
            return new ObjectNow(source.ETag, source.Size, source.ETag);
        // The copy of an upload in parts has another tag as well, so the tag alone decides nothing.
        var made = await store.LookAsync(key, cancellation);
        try
        {
            await store.ThrowIfGoneAsync(source, refused: null, cancellation);
        }
        catch (ObjectGoneException) when (made is not null)
        {
            await store.CallAsync(key, () => store.Client.DeleteObjectAsync(new DeleteObjectRequest { BucketName = store.Bucket, Key = key }, cancellation));
            throw;
        }
        return made;
    }

    private CopyObjectRequest CopyRequest(string key, string? tag)
    {
        var request = new CopyObjectRequest
        {
            SourceBucket = store.Bucket,
            SourceKey = source.Key,
            DestinationBucket = store.Bucket,
            DestinationKey = key,
            ETagToMatch = tag,
            MetadataDirective = S3MetadataDirective.REPLACE,
            ContentType = "text/csv",
        };
        request.Metadata[S3Store.SourceTag] = source.ETag;
        return request;
    }

    /// <summary>Deletes the upload that was copied, and no later one under its key: by the store's own check, and before it by ours.</summary>
    private async Task DeleteAsync(CancellationToken cancellation)
    {
        if (await store.LookAsync(source.Key, cancellation) is not { } current)
            return;
        S3Store.ThrowIfOther(source, current.ETag);
        var request = new DeleteObjectRequest { BucketName = store.Bucket, Key = source.Key };
        await store.IfUnchangedAsync(
            source,
            tag =>
            {
                request.IfMatch = tag;
                return store.Client.DeleteObjectAsync(request, cancellation);
            },
            cancellation);
        if (await store.LookAsync(source.Key, cancellation) is { } left && left.ETag == source.ETag)
            throw store.Trouble(source.Key, "the store answers that it has deleted the object, and still has it");
    }
}
