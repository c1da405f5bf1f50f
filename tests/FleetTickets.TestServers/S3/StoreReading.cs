using System.Globalization;

namespace FleetTickets.TestServers;

/// <summary>Answers to GetObject and HeadObject.</summary>
internal static class StoreReading
{
    public static StoreAnswer Answer(StoreRequest request, IReadOnlyDictionary<string, StoredObject> objects, Misbehaviour wrong)
    {
        if (!objects.TryGetValue(request.Key, out var stored))
            return StoreAnswer.Error(404, "NoSuchKey", "The specified key does not exist.");
        if (StoreConditions.Refusal(request, "If-Match", stored, wrong) is { } refusal)
            return refusal;
        if (wrong is Misbehaviour.ObjectIsALoginPage)
            return StoreAnswer.Page("<html><body>Please log in</body></html>");
        if (wrong is Misbehaviour.ObjectRedirects)
            return new StoreAnswer(302, [("Location", "/login")], []);
        var headers = HeadersOf(request, stored, wrong);
        if (request.IsLook)
            return stored.Content.Length == 0 ? StoreAnswer.Error(416, "InvalidRange", "no such byte") : Part(headers, stored, 0, 1);
        return request.Offset is { } offset ? Rest(headers, stored, offset, wrong) : Whole(headers, stored, wrong);
    }

    public static StoreAnswer Head(
        StoreRequest request, IReadOnlyDictionary<string, StoredObject> objects, IReadOnlyDictionary<string, StoredObject> deleted, Misbehaviour wrong)
    {
        if (wrong is not Misbehaviour.HeadKnowsNoKey && (objects.TryGetValue(request.Key, out var stored)
            || (wrong is Misbehaviour.HeadAnswersForDeletedKeys && deleted.TryGetValue(request.Key, out stored))))
            return new StoreAnswer(200, HeadersOf(request, stored, wrong), stored.Content) { HasNoBody = true };
        return new StoreAnswer(404, [], []);
    }

    private static List<(string Name, string Value)> HeadersOf(StoreRequest request, StoredObject stored, Misbehaviour wrong)
    {
        var tag = wrong is Misbehaviour.TagIsAnother || (wrong is Misbehaviour.TagChangesBeforeRange && request.Offset is not null) ? "another" : stored.ETag;
        List<(string Name, string Value)> headers = [("Content-Type", "text/csv"), ("Last-Modified", "Mon, 15 Jun 2026 14:00:00 GMT"), .. stored.Metadata];
        if (wrong is not Misbehaviour.TagIsNotSent)
            headers.Add(("ETag", wrong switch { Misbehaviour.TagIsWeak => $"W/\"{tag}\"", Misbehaviour.TagIsUnquoted => tag, _ => $"\"{tag}\"" }));
        return headers;
    }

    private static StoreAnswer Whole(List<(string Name, string Value)> headers, StoredObject stored, Misbehaviour wrong)
    {
        var (content, half) = (stored.Content, stored.Content[..(stored.Content.Length / 2)]);
        var whole = new StoreAnswer(200, headers, content);
        return wrong switch
        {
            Misbehaviour.BodyBreaksOff or Misbehaviour.RangeIsIgnored or Misbehaviour.RangeBeginsEarlier or Misbehaviour.RangeBeginsLater
                or Misbehaviour.RangeIsNotNamed or Misbehaviour.RangeIsOfAnotherWhole or Misbehaviour.RangeIsEmpty or Misbehaviour.TagChangesBeforeRange =>
                whole with { Body = half, StatedLength = content.Length },
            Misbehaviour.BodyEndsEarlyInChunks or Misbehaviour.BodyIsNeverWholeInChunks => whole with { Body = half, Framing = Framing.Chunks },
            Misbehaviour.BodyEndsEarlyAtClose or Misbehaviour.BodyIsNeverWholeAtClose => whole with { Body = half, Framing = Framing.Close },
            Misbehaviour.BodyEndsEarlyByLength or Misbehaviour.BodyIsNeverWholeByLength => whole with { Body = half },
            Misbehaviour.BodyIsEmpty => whole with { Body = [] },
            Misbehaviour.BodyIsTooLong => whole with { Body = [.. content, .. half] },
            Misbehaviour.BodyIsTooLongInChunks => whole with { Body = [.. content, .. half], Framing = Framing.Chunks },
            Misbehaviour.BodyIsTooLongAtClose => whole with { Body = [.. content, .. half], Framing = Framing.Close },
            Misbehaviour.BodyIsEndless => whole with { Framing = Framing.Chunks, IsEndless = true },
            Misbehaviour.BodyIsCompressed => new StoreAnswer(200, [.. headers, ("Content-Encoding", "gzip")], StoreListing.Compressed(content)),
            Misbehaviour.PartOfBodyUnasked => Part(headers, stored, half.Length, content.Length),
            Misbehaviour.WholeBodyAsPart => Part(headers, stored, 0, content.Length),
            _ => whole,
        };
    }

    private static StoreAnswer Rest(List<(string Name, string Value)> headers, StoredObject stored, long offset, Misbehaviour wrong)
    {
        var end = stored.Content.Length;
        var rest = Part(headers, stored, offset, end);
        return wrong switch
        {
            Misbehaviour.RangeIsIgnored => new StoreAnswer(200, headers, stored.Content),
            Misbehaviour.RangeBeginsEarlier => Part(headers, stored, offset - 3, end),
            Misbehaviour.RangeBeginsLater => Part(headers, stored, offset + 3, end),
            Misbehaviour.RangeIsNotNamed => new StoreAnswer(206, headers, rest.Body),
            Misbehaviour.RangeIsOfAnotherWhole => new StoreAnswer(206, [.. headers, ("Content-Range", Range(offset, end, end + 7))], rest.Body),
            Misbehaviour.RangeIsEmpty or Misbehaviour.BodyIsEmpty => rest with { Body = [], StatedLength = rest.Body.Length },
            Misbehaviour.BodyIsNeverWholeInChunks => rest with { Body = [], Framing = Framing.Chunks },
            Misbehaviour.BodyIsNeverWholeAtClose => rest with { Body = [], Framing = Framing.Close },
            Misbehaviour.BodyIsNeverWholeByLength => rest with { Body = [] },
            _ => rest,
        };
    }

    private static StoreAnswer Part(List<(string Name, string Value)> headers, StoredObject stored, long begin, long end) => new(
        206, [.. headers, ("Content-Range", Range(begin, end, stored.Content.Length))], stored.Content[(int)begin..(int)end]);

    private static string Range(long begin, long end, long total) =>
        string.Create(CultureInfo.InvariantCulture, $"bytes {begin}-{end - 1}/{total}");
}
