using System.Text.Json;
using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

/// <summary>A feed that the real generator writes, delivered into a test's bucket.</summary>
internal sealed class SampleFeed(string directory, ITestBucket bucket)
{
    // Before any day on which the tests run: names of the future are left alone.
    private const string Start = "2025-06-15T06-00-00";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An id and its raw, with the keys in order, so that texts are equal when the documents are.</summary>
    public static string TicketLine(string ticketId, string raw) => $"{ticketId} " + JsonSerializer.Serialize(
        new SortedDictionary<string, string>(JsonSerializer.Deserialize<Dictionary<string, string>>(raw)!, StringComparer.Ordinal), Readable);

    public Task WriteAsync(params string[] options) => GenerateAsync(options.Contains("--start") ? options : [.. options, "--start", Start]);

    public Task WriteNextAsync(int files) => GenerateAsync(["--next", "--files", $"{files}"]);

    /// <summary>Puts what was written since the last time into the bucket; what was written apart as late stays apart.</summary>
    public Task DeliverAsync(TicketDataset dataset) => DeliverAsync(dataset, Path.Combine(directory, dataset.ChangesFolder));

    public Task DeliverLateAsync(TicketDataset dataset) => DeliverAsync(dataset, Path.Combine(directory, "late", dataset.Name));

    /// <summary>The ticket table after every file written so far, a line a row.</summary>
    public async Task<IReadOnlyList<string>> ExpectedAsync(TicketDataset dataset)
    {
        var lines = new List<string>();
        await foreach (var line in File.ReadLinesAsync(Path.Combine(directory, "expected", $"{dataset.Name}.jsonl"), TestContext.Current.CancellationToken))
        {
            using var row = JsonDocument.Parse(line);
            lines.Add(TicketLine(row.RootElement.GetProperty("ticket_id").GetString()!, row.RootElement.GetProperty("raw").GetRawText()));
        }
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }

    /// <summary>Records of every file written so far, in the order of arrival: how many a loader reads and how many it rejects.</summary>
    public async Task<IReadOnlyList<(int Read, int Rejected)>> CountsAsync(TicketDataset dataset)
    {
        var summary = await File.ReadAllBytesAsync(
            Path.Combine(directory, "expected", $"{dataset.Name}.summary.json"), TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(summary);
        return [.. json.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetProperty("counts"))
            .Select(counts => (counts.GetProperty("read").GetInt32(), counts.GetProperty("rejected").GetInt32()))];
    }

    private async Task GenerateAsync(string[] options)
    {
        await using var generator = RunningProgram.Start(
            Programs.SampleFeed, ["--out", directory, .. options], new Dictionary<string, string>(), Path.GetTempPath());
        (await generator.EndAsync()).Expect(0);
    }

    private async Task DeliverAsync(TicketDataset dataset, string from)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Directory.GetFiles(from), parallel, async (file, cancellation) =>
        {
            await bucket.PutAsync(dataset.ChangesFolder + Path.GetFileName(file), await File.ReadAllBytesAsync(file, cancellation));
            File.Delete(file);
        });
    }
}
