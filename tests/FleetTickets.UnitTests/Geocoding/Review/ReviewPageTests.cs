using FleetTickets.Engine.Geocoding.Review;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Review;

public sealed class ReviewPageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ThePageIsTheApprovedOne() => Approved.Equal(
        "review-page", await PageAsync(ReviewNames.Accepted, ReviewNames.Far, ReviewNames.Ambiguous, ReviewNames.NotFound, ReviewNames.Cluster));

    [Fact]
    public async Task TheBrowserMayLoadNothingButStylesAndTiles() => Assert.Contains(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src https://tile.openstreetmap.org data:;",
        await PageAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task TextFromOutsideNeverBecomesMarkup()
    {
        var page = await PageAsync(ReviewNames.Hostile);

        foreach (var markup in new[] { "<script", "<img src=x", "<svg/onload", "\u0007" })
            Assert.DoesNotContain(markup, page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;document.title=&#x27;x&#x27;&lt;/script&gt; حي السلام &#x1F3E0;", page, StringComparison.Ordinal);
        Assert.Contains("&amp;lt;script&amp;gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task APageWithoutNamesIsAPage() => Assert.EndsWith("</main></body></html>\n", await PageAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task AThousandNamesAreWritten() =>
        Assert.Equal(1000, (await PageAsync([.. Enumerable.Repeat(ReviewNames.Far, 1000)])).Split("<article ").Length - 1);

    private static async Task<string> PageAsync(params ReviewName[] names)
    {
        using var page = new StringWriter();
        StatusTotal[] totals = [new("clusters", "accepted", 41), new("clusters", "not_found", 1), new("locations", "accepted", 1204)];
        await new ReviewPage("inc").WriteAsync(page, ReviewItem.InOrder(names), totals, Noon, TestContext.Current.CancellationToken);
        return page.ToString();
    }
}
