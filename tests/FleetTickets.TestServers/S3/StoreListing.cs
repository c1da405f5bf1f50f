using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Text;

namespace FleetTickets.TestServers;

/// <summary>Answers to ListObjectsV2.</summary>
internal static class StoreListing
{
    private const int PageSize = 2;

    public static StoreAnswer Answer(StoreRequest request, IReadOnlyDictionary<string, StoredObject> objects, Misbehaviour wrong, string otherServer) => wrong switch
    {
        Misbehaviour.ListingIsHtml => StoreAnswer.Page("<!doctype html><html><head><meta charset=\"utf-8\"><link rel=icon href=f.png></head><body>Log in"),
        Misbehaviour.ListingIsXhtml => StoreAnswer.Page("<html><body>Please log in</body></html>"),
        Misbehaviour.ListingIsEmpty => StoreAnswer.Xml(200, ""),
        Misbehaviour.ListingIsText => StoreAnswer.Page("OK"),
        Misbehaviour.ListingIsOtherXml => StoreAnswer.Xml(
            200, "<?xml version=\"1.0\"?><ListAllMyBucketsResult><Buckets><Bucket><Name>isptickets</Name></Bucket></Buckets></ListAllMyBucketsResult>"),
        Misbehaviour.ListingIsErrorWithStatus200 => StoreAnswer.Error(200, "AccessDenied", "no"),
        Misbehaviour.ListingRedirects => new StoreAnswer(302, [("Location", "/login")], []),
        Misbehaviour.ListingRedirectsToAnotherServer => new StoreAnswer(307, [("Location", otherServer)], []),
        Misbehaviour.ListingIsRefusedWithoutText => StoreAnswer.Xml(403, "<?xml version=\"1.0\"?><Error><Code>InvalidAccessKeyId</Code><RequestId>tx1</RequestId></Error>"),
        Misbehaviour.ListingIsRefusedWithoutBody => new StoreAnswer(403, [], []),
        _ => Page(request, objects, wrong),
    };

    private static StoreAnswer Page(StoreRequest request, IReadOnlyDictionary<string, StoredObject> objects, Misbehaviour wrong)
    {
        var prefix = request.Query.GetValueOrDefault("prefix", "");
        var entries = EntriesOf(prefix, objects, wrong);
        var begin = BeginOf(request, entries, wrong);
        var page = wrong is Misbehaviour.PagesAreEmptyForEver || (wrong is Misbehaviour.PageIsEmptyOnce && request.Query.GetValueOrDefault("continuation-token") == "e")
            ? [] : entries.Skip(begin).Take(PageSize).ToList();
        var end = begin + page.Count;
        var xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">");
        if (wrong is not Misbehaviour.ListingHasNoName)
            xml.Append(CultureInfo.InvariantCulture, $"<Name>{(wrong is Misbehaviour.ListingNamesAnotherBucket ? "another" : MisbehavingStore.Bucket)}</Name>");
        var isEncoded = request.Query.GetValueOrDefault("encoding-type") == "url" && wrong is not Misbehaviour.KeyIsNotEncoded;
        string Text(string text) => SecurityElement.Escape(isEncoded ? Uri.EscapeDataString(text).Replace("%2F", "/", StringComparison.Ordinal) : text);
        xml.Append(CultureInfo.InvariantCulture, $"<Prefix>{(wrong is Misbehaviour.ListingNamesAnotherPrefix ? "another/" : Text(prefix))}</Prefix>");
        xml.Append(CultureInfo.InvariantCulture, $"<KeyCount>{page.Count + (wrong is Misbehaviour.ListingMiscounts ? 1 : 0)}</KeyCount>");
        xml.Append(isEncoded ? "<EncodingType>url</EncodingType>" : "").Append("<MaxKeys>2</MaxKeys>").Append(Ending(end, begin, entries.Count, wrong));
        foreach (var (key, stored) in page)
            xml.Append(CultureInfo.InvariantCulture, $"<Contents><Key>{Text(key)}</Key><LastModified>2026-06-15T14:00:00.000Z</LastModified>{Described(stored, wrong)}</Contents>");
        xml.Append("</ListBucketResult>");
        return wrong switch
        {
            Misbehaviour.ListingIsCutShort => StoreAnswer.Xml(200, xml.ToString(0, xml.Length / 2)),
            Misbehaviour.ListingIsCompressed => new StoreAnswer(200, [("Content-Type", "application/xml"), ("Content-Encoding", "gzip")], Compressed(Encoding.UTF8.GetBytes(xml.ToString()))),
            _ => StoreAnswer.Xml(200, xml.ToString()),
        };
    }

    private static List<(string Key, StoredObject Stored)> EntriesOf(string prefix, IReadOnlyDictionary<string, StoredObject> objects, Misbehaviour wrong)
    {
        var found = objects.Where(stored => stored.Key.StartsWith(prefix, StringComparison.Ordinal))
            .OrderBy(stored => stored.Key, StringComparer.Ordinal).Select(stored => (stored.Key, stored.Value)).ToList();
        if (wrong is Misbehaviour.GhostIsListed && prefix.EndsWith("/changes/", StringComparison.Ordinal))
            return [(prefix + "2026-06-15T01-00-00.csv", StoredObject.Of([1])), .. found];
        if (found.Count == 0)
            return found;
        var first = found[0];
        return wrong switch
        {
            Misbehaviour.KeyTwiceInAPage => [first, .. found],
            Misbehaviour.KeyAgainOnTheNextPage => [.. found.SelectMany((entry, i) => i % PageSize == 0 && i > 0 ? new[] { found[i - 1], entry } : [entry])],
            Misbehaviour.KeyTwiceWithOtherTag => [.. found, (first.Key, first.Value with { ETag = "0123456789abcdef0123456789abcdef" })],
            Misbehaviour.ListingHasOtherKeys => [.. found, ("elsewhere/2026-06-15T17-00-00.csv", StoredObject.Of([1]))],
            Misbehaviour.PageHasNoTokenAndNoOrder => [.. Enumerable.Reverse(found)],
            _ => found,
        };
    }

    private static int BeginOf(StoreRequest request, List<(string Key, StoredObject Stored)> entries, Misbehaviour wrong)
    {
        if (wrong is Misbehaviour.TokenRepeats or Misbehaviour.TokenIsNewAndPageRepeats)
            return 0;
        if (request.Query.TryGetValue("continuation-token", out var token))
            return token == "e" ? 0 : int.Parse(token.TrimStart('n'), CultureInfo.InvariantCulture);
        return request.Query.TryGetValue("start-after", out var after) && wrong is not Misbehaviour.StartAfterIsIgnored
            ? entries.FindIndex(entry => string.CompareOrdinal(entry.Key, after) > 0) is >= 0 and var next ? next : entries.Count
            : 0;
    }

    private static string Ending(int end, int begin, int count, Misbehaviour wrong) => wrong switch
    {
        Misbehaviour.TokenRepeats => Truncated("same"),
        Misbehaviour.TokenIsNewAndPageRepeats or Misbehaviour.PagesAreEmptyForEver => Truncated($"n{Random.Shared.Next(1 << 30)}"),
        Misbehaviour.PageIsEmptyOnce when begin == 0 && end > 0 && count > end => Truncated("e"),
        Misbehaviour.PageIsEmptyOnce when end == 0 => Truncated("2"),
        Misbehaviour.PageSaysItIsTheLast => "<IsTruncated>false</IsTruncated>",
        _ when end >= count => "<IsTruncated>false</IsTruncated>",
        Misbehaviour.PageHasNoToken or Misbehaviour.PageHasNoTokenAndNoOrder or Misbehaviour.StartAfterIsIgnored => "<IsTruncated>true</IsTruncated>",
        Misbehaviour.PageHasEmptyToken => Truncated(""),
        _ => Truncated(end.ToString(CultureInfo.InvariantCulture)),
    };

    private static string Truncated(string token) => $"<IsTruncated>true</IsTruncated><NextContinuationToken>{token}</NextContinuationToken>";

    private static string Described(StoredObject stored, Misbehaviour wrong)
    {
        var size = wrong switch
        {
            Misbehaviour.SizeIsZero => 0,
            Misbehaviour.SizeIsTooSmall => stored.Content.Length - 1,
            Misbehaviour.SizeIsTooLarge => stored.Content.Length + 1,
            _ => stored.Content.Length,
        };
        return (wrong is Misbehaviour.TagIsNotListed ? "" : $"<ETag>&quot;{stored.ETag}&quot;</ETag>")
            + (wrong is Misbehaviour.SizeIsMissing ? "" : string.Create(CultureInfo.InvariantCulture, $"<Size>{size}</Size>"));
    }

    public static byte[] Compressed(byte[] content)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest))
            gzip.Write(content);
        return compressed.ToArray();
    }
}
