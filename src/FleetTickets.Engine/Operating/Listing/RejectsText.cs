using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.Engine.Operating.Listing;

/// <summary>The answer to <c>--rejects</c>.</summary>
public static class RejectsText
{
    private static readonly IReadOnlyList<ResultColumn> Columns = [new("file", IsWhole: true), new("line", IsNumber: true), new("reason"), new("the record begins")];

    /// <param name="known">How many the dataset has.</param>
    /// <param name="file">The file that was asked for; null for the newest of all.</param>
    public static ResultSheet Of(TicketDataset dataset, IReadOnlyList<RejectRow> rejects, long known, string? file) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{dataset.Name}: {rejects.Count:N0} of {known:N0} rejected records{(file is not null ? $", those of {file}" : rejects.Count < known ? "; --file shows all of one file" : "")}"))
    {
        Table = new ResultTable(Columns, [.. rejects.Select(Row)]),
    };

    private static IReadOnlyList<string> Row(RejectRow reject) =>
        [reject.Key[(reject.Key.LastIndexOf('/') + 1)..], reject.Line?.ToString("N0", CultureInfo.InvariantCulture) ?? "", reject.Reason, InvisibleText.Shown(reject.Text ?? "")];
}
