using System.Text.Json;
using System.Text.Json.Serialization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Engine.Operating.Listing;

/// <summary>The answers to <c>--files</c> and <c>--rejects</c> for programs.</summary>
public static class ListingText
{
    /// <summary>Every file, or every one of a state: a program picks for itself.</summary>
    public static string Json(TicketDataset dataset, IReadOnlyList<FileLine> files, string? state) => JsonSerializer.Serialize(
        new FilesAnswer(dataset.Name, [.. files.Where(file => state is null || file.States.Contains(state)).Select(file => new ListedFile(file.Key, file.States, file.About))]),
        ListingJson.Default.FilesAnswer) + Environment.NewLine;

    public static string Json(TicketDataset dataset, IReadOnlyList<RejectRow> rejects, long known) =>
        JsonSerializer.Serialize(new RejectsAnswer(dataset.Name, known, rejects), ListingJson.Default.RejectsAnswer) + Environment.NewLine;
}

internal sealed record FilesAnswer(string Dataset, IReadOnlyList<ListedFile> Files);

/// <param name="About">What became of it.</param>
internal sealed record ListedFile(string Key, IReadOnlyList<string> States, string About);

/// <param name="Known">How many the dataset has.</param>
internal sealed record RejectsAnswer(string Dataset, long Known, IReadOnlyList<RejectRow> Rejects);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(FilesAnswer))]
[JsonSerializable(typeof(RejectsAnswer))]
internal sealed partial class ListingJson : JsonSerializerContext;
