using System.Text.Unicode;
using CsvHelper;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>What a CSV of curated points holds.</summary>
/// <param name="Points">The good rows, in file order.</param>
/// <param name="Problems">What is wrong, each with its line; an import writes nothing when there is any.</param>
internal sealed record GazetteerFile(IReadOnlyList<CuratedPoint> Points, IReadOnlyList<string> Problems)
{
    /// <summary>Bytes. All names of the country would fit several times.</summary>
    public const int LargestFile = 8 << 20;

    /// <summary>Reads <c>cluster[,location],latitude,longitude[,verified]</c>: UTF-8, columns in any order.</summary>
    public static async Task<GazetteerFile> ReadAsync(Stream content, CancellationToken cancellation)
    {
        var bytes = await ContentAsync(content, cancellation);
        if (bytes is null)
            return Refused($"larger than {LargestFile} bytes; expected a list of places");
        if (!Utf8.IsValid(bytes))
            return Refused("not UTF-8 text; save it as CSV in UTF-8");

        string? malformed = null;
        await using var csv = CsvReader.Create(bytes, new CsvReaderOptions
        {
            Separator = ',',
            HasHeader = true,
            TrackLineNumbers = true,
            MalformedData = CsvMalformedDataHandling.Recover,
            FieldCountMismatch = CsvFieldCountHandling.Allow,
            OnMalformedRecord = record => malformed = $"broken quoting: {record.Reason}",
        });
        await csv.ReadHeaderAsync(cancellation);
        var header = GazetteerHeader.Of(csv.Headers, out var problem);
        if (header is null || malformed is not null)
            return Refused(malformed ?? problem!);

        var (points, problems) = (new List<CuratedPoint>(), new List<string>());
        while (await csv.ReadAsync(cancellation))
        {
            if (header.PointIn(csv, malformed, out var wrong) is { } point)
                points.Add(point);
            else
                problems.Add($"line {csv.LineNumber}: {wrong}");
            malformed = null;
        }
        return points.Count + problems.Count == 0 ? Refused("no rows below the header") : new GazetteerFile(points, problems);
    }

    private static GazetteerFile Refused(string problem) => new([], [problem]);

    /// <summary>Null when there is more than an import takes.</summary>
    private static async Task<byte[]?> ContentAsync(Stream content, CancellationToken cancellation)
    {
        var buffer = new byte[64 << 10];
        using var held = new MemoryStream();
        int read;
        while ((read = await content.ReadAsync(buffer, cancellation)) > 0)
        {
            held.Write(buffer, 0, read);
            if (held.Length > LargestFile)
                return null;
        }
        return held.ToArray();
    }
}
