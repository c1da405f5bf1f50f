using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.Engine.Operating.Listing;

/// <summary>The answer to <c>--files</c>.</summary>
public static class FilesText
{
    /// <summary>Of those that need no notice so many are shown unasked.</summary>
    private const int Others = 20;

    private static readonly IReadOnlyList<ResultColumn> Columns = [new("file", IsWhole: true), new("state"), new("what became of it")];

    /// <param name="files">Of the current epoch, those that wait first, and then the newest.</param>
    /// <param name="state">The state that was asked for; null for an overview.</param>
    public static ResultSheet Of(TicketDataset dataset, IReadOnlyList<FileLine> files, string? state)
    {
        List<FileLine> shown = state is null
            ? [.. files.Where(file => file.NeedsNotice), .. files.Where(file => !file.NeedsNotice).Take(Others)]
            : [.. files.Where(file => file.States.Contains(state))];
        return new ResultSheet(Title(dataset, files.Count, shown.Count, state))
        {
            Table = new ResultTable(Columns, [.. shown.Select(file => (IReadOnlyList<string>)[Short(dataset, file.Key), file.States[0], file.About])]),
        };
    }

    private static string Title(TicketDataset dataset, int known, int shown, string? state)
    {
        var counts = string.Create(CultureInfo.InvariantCulture, $"{dataset.Name}: {shown:N0} of {known:N0} files");
        return state is not null ? $"{counts} with state {state}" : shown < known ? $"{counts}; --state shows all of one state" : counts;
    }

    private static string Short(TicketDataset dataset, string key) =>
        key.StartsWith(dataset.ChangesFolder, StringComparison.Ordinal) ? key[dataset.ChangesFolder.Length..] : key;
}
