using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Operating.Deciding;

/// <summary>The answers to <c>--retry</c> and <c>--skip</c>.</summary>
public static class DecidedText
{
    public static ResultSheet Retry(TicketDataset dataset, bool isDryRun, IReadOnlyList<DecidedFile> files) => Of(
        dataset, isDryRun, files, $"back in {dataset.ChangesFolder}; the next run merges {(files.Count == 1 ? "it" : "them")}", $"would go back to {dataset.ChangesFolder}");

    public static ResultSheet Skip(TicketDataset dataset, bool isDryRun, IReadOnlyList<DecidedFile> files) => Of(dataset, isDryRun, files, "skipped", "would be skipped");

    private static ResultSheet Of(TicketDataset dataset, bool isDryRun, IReadOnlyList<DecidedFile> files, string done, string would)
    {
        var count = $"{files.Count} {(files.Count == 1 ? "file" : "files")}";
        return new ResultSheet(isDryRun
            ? $"{dataset.Name}: dry-run, {count} {would}; --apply does it"
            : $"{dataset.Name}: {count} {done}")
        {
            Remarks = files.Any(file => file.TicketsLeft > 0)
                ? ["tickets that no other file names stay as they were: docs/operations/troubleshoot.md#an-applied-file-that-should-not-have-been"]
                : [],
            Facts = [.. files.Select(file => new Fact(file.File.Upload.Key, [file.Before, .. file.Reason is null ? Array.Empty<string>() : [file.Reason]]))],
        };
    }
}
