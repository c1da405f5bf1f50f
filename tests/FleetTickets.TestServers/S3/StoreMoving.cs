using System.Collections.Concurrent;

namespace FleetTickets.TestServers;

/// <summary>Answers to CopyObject and DeleteObject.</summary>
internal static class StoreMoving
{
    public static StoreAnswer Copy(StoreRequest request, ConcurrentDictionary<string, StoredObject> objects, Misbehaviour wrong)
    {
        var source = Uri.UnescapeDataString(request.Headers["x-amz-copy-source"]).TrimStart('/').Split('/', 2)[1];
        if (!objects.TryGetValue(source, out var stored))
            return StoreAnswer.Error(404, "NoSuchKey", "The specified key does not exist.");
        if (StoreConditions.Refusal(request, "x-amz-copy-source-if-match", stored, wrong) is { } refusal)
            return refusal;
        if (wrong is Misbehaviour.CopyIsAnErrorWithStatus200)
            return StoreAnswer.Error(200, "InternalError", "We encountered an internal error. Please try again.");
        byte[] content = wrong switch
        {
            Misbehaviour.CopyCopiesLess => stored.Content[..^1],
            Misbehaviour.CopyCopiesOtherBytes => [.. stored.Content[..^1], (byte)(stored.Content[^1] ^ 1)],
            _ => stored.Content,
        };
        var tag = wrong is Misbehaviour.CopyHasAnotherTag ? "another" : StoredObject.TagOf(stored.Content);
        if (wrong is not Misbehaviour.CopyCopiesNothing)
            objects[request.Key] = new StoredObject(content, tag, [.. request.Headers.Where(IsMetadata).Select(header => (header.Key, header.Value))]);
        return StoreAnswer.Xml(200, $"<?xml version=\"1.0\"?><CopyObjectResult><LastModified>2026-06-15T14:00:00.000Z</LastModified><ETag>&quot;{tag}&quot;</ETag></CopyObjectResult>");
    }

    public static StoreAnswer Delete(
        StoreRequest request, ConcurrentDictionary<string, StoredObject> objects, ConcurrentDictionary<string, StoredObject> deleted, Misbehaviour wrong)
    {
        if (objects.TryGetValue(request.Key, out var stored) && StoreConditions.Refusal(request, "If-Match", stored, wrong) is { } refusal)
            return refusal;
        if (wrong is Misbehaviour.DeleteIsRefused)
            return StoreAnswer.Error(403, "AccessDenied", "Access Denied");
        if (wrong is not Misbehaviour.DeleteDoesNothing && objects.TryRemove(request.Key, out var gone))
            deleted[request.Key] = gone;
        return new StoreAnswer(204, [], []);
    }

    private static bool IsMetadata(KeyValuePair<string, string> header) => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase);
}
