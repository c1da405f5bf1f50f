using System.Text.Json;

namespace FleetTickets.SampleFeed;

/// <summary>Writes a feed, or the next files of one, and what a loader should make of all its files.</summary>
internal static class Generator
{
    /// <param name="directory">Holds nothing yet, or the files before.</param>
    /// <param name="before">How far the feed has been written.</param>
    /// <param name="files">How many more files to write for each type.</param>
    public static IReadOnlyList<FeedSummary> Write(FeedDirectory directory, FeedProgress before, int files)
    {
        var after = before with { FilesWritten = before.FilesWritten + files };
        var summaries = TicketType.All
            .Where(type => after.Parameters.Types.Contains(type.Name))
            .Select(type => Write(directory, type, before, after))
            .ToList();
        // Last: after an interruption the same call writes the same files again.
        directory.WriteProgress(after);
        return summaries;
    }

    private static FeedSummary Write(FeedDirectory directory, TicketType type, FeedProgress before, FeedProgress after)
    {
        var plan = new FeedPlan(after.Parameters, type);
        var stream = new ChangeStream(plan);
        var told = new List<FileSummary>();
        for (var index = 1; index <= after.FilesWritten; index++)
        {
            var file = plan.File(index);
            var counts = index <= before.FilesWritten
                ? stream.Tell(file, csv: null)
                : Write(directory, plan, stream, file);
            told.Add(new(FeedDirectory.KeyOf(type, file), KindName(file), file.Kind == FileKind.Late, file.IsTruncated, counts));
        }

        directory.WriteExpected($"{type.Name}.jsonl", lines => ExpectedState.Write(lines, stream.FinalTickets));
        var summary = new FeedSummary(type.Name, stream.TicketCount, FileTally.Sum(told.Select(file => file.Counts)), told);
        directory.WriteExpected($"{type.Name}.summary.json", summary);
        return summary;
    }

    private static FileTally Write(FeedDirectory directory, FeedPlan plan, ChangeStream stream, FeedFile file)
    {
        var tally = new FileTally();
        directory.WriteChanges(plan.Type, file, apart: plan.LateApart && file.Kind == FileKind.Late, bytes =>
        {
            using var csv = new CsvWriter(bytes, file.LineEnd, file.HasByteOrderMark);
            tally = stream.Tell(file, csv);
        });
        return tally;
    }

    private static string KindName(FeedFile file) => JsonNamingPolicy.SnakeCaseLower.ConvertName(file.Kind.ToString());
}
