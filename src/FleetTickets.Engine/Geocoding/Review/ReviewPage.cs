using System.Globalization;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Geocoding.Judging;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>The review as one page that needs no network, no script and no other file.</summary>
/// <param name="program">The program that takes the commands on the page.</param>
internal sealed class ReviewPage(string program)
{
    // Whatever slipped into the page, the browser runs no script of it and calls nobody but the map.
    private static readonly Html Policy = new(
        "default-src 'none'; style-src 'unsafe-inline'; img-src https://tile.openstreetmap.org data:; base-uri 'none'; form-action 'none'");

    private static readonly Lazy<string> Styles = new(ReadStyles);

    /// <summary>Writes the page, a name at a time.</summary>
    /// <param name="totals">Names by status, for the header.</param>
    public async Task WriteAsync(
        TextWriter output, IReadOnlyList<ReviewItem> items, IReadOnlyList<StatusTotal> totals, DateTimeOffset now, CancellationToken cancellation)
    {
        var statuses = items.Select(item => item.Name.Status).Distinct().OrderBy(status => status).ToList();
        await WriteAsync(output, Head(statuses), cancellation);
        await WriteAsync(output, Header(items, totals, statuses, now), cancellation);
        var card = new ReviewCard(program);
        foreach (var item in items)
            await WriteAsync(output, card.Of(item), cancellation);
        await WriteAsync(output, Html.Of($"</main></body></html>\n"), cancellation);
    }

    private static Task WriteAsync(TextWriter output, Html markup, CancellationToken cancellation) =>
        output.WriteAsync(markup.Text.AsMemory(), cancellation);

    private static Html Head(IEnumerable<PlaceStatus?> statuses) => Html.Of($"""
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="{Policy}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Places to review</title><link rel="icon" href="data:,">
        <style>
        {new Html(Styles.Value)}{Html.Join(statuses.Select(Hiding))}</style></head><body>

        """);

    /// <summary>Without a script: a style for each status whose box is not ticked.</summary>
    private static Html Hiding(PlaceStatus? status)
    {
        var name = ReviewCard.StatusClass(status);
        return new Html($"body:has(#show-{name}:not(:checked)) .s-{name} {{ display: none }}\n");
    }

    private static Html Header(
        IReadOnlyList<ReviewItem> items, IReadOnlyList<StatusTotal> totals, IEnumerable<PlaceStatus?> statuses, DateTimeOffset now) => Html.Of($"""
        <header><h1>Places to review</h1>
        <p>{items.Count:N0} {(items.Count == 1 ? "name" : "names")} whose place nobody has confirmed, the most open tickets × uncertainty first.
        {now.ToOffset(ChangeFile.EastAfricaTime).ToString("d MMMM yyyy, HH:mm", CultureInfo.InvariantCulture)} EAT.</p>
        <table>{Totals("Clusters", totals)}{Totals("Locations", totals)}</table>
        <p class="switches">Show {Html.Join(statuses.Select(status => Switch(items, status)))}</p>
        <p class="legend"><svg viewBox="0 0 20 30"><path class="pin used" d="M10 29l-8 -14a9.5 9.5 0 1 1 16 0z"/></svg> places tickets
        <svg viewBox="0 0 20 30"><path class="pin refused" d="M10 29l-8 -14a9.5 9.5 0 1 1 16 0z"/></svg> found, not used
        <svg viewBox="0 0 18 18"><circle class="other" cx="9" cy="9" r="7"/></svg> also offered
        <svg viewBox="0 0 16 16"><rect class="cluster" x="2" y="2" width="12" height="12" rx="2"/></svg> its cluster
        <svg viewBox="0 0 20 20"><circle class="ring" cx="10" cy="10" r="8"/></svg> 25 km around the cluster</p>
        <p class="attributions">Places and maps ©
        <a href="https://www.openstreetmap.org/copyright" rel="noopener noreferrer">OpenStreetMap contributors</a>.
        <a href="https://locationiq.com/?ref=maps" rel="noopener noreferrer">Search by LocationIQ.com</a>.
        <a href="https://opencagedata.com/" rel="noopener noreferrer">Geocoding by OpenCage</a>.</p>
        </header><main>

        """);

    private static Html Totals(string kind, IEnumerable<StatusTotal> totals)
    {
        var ofKind = totals.Where(total => kind.Equals(total.Kind, StringComparison.OrdinalIgnoreCase));
        var cells = ofKind.Select(total => Html.Of($"<td><b>{total.Names:N0}</b> {total.Status.Replace('_', ' ')}</td>")).ToList();
        return Html.Of($"<tr><th>{kind}</th>{(cells.Count == 0 ? Html.Of($"<td>none so far</td>") : Html.Join(cells))}</tr>");
    }

    private static Html Switch(IEnumerable<ReviewItem> items, PlaceStatus? status) => Html.Of($"""
        <label><input type="checkbox" checked id="show-{ReviewCard.StatusClass(status)}"> {ReviewCard.StatusWords(status)}
        <b>{items.Count(item => item.Name.Status == status):N0}</b></label>
        """);

    private static string ReadStyles()
    {
        using var styles = new StreamReader(typeof(ReviewPage).Assembly.GetManifestResourceStream("review.css")!);
        return styles.ReadToEnd();
    }
}
