using System.Globalization;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>One name on the review page: what is known of it, a map, and the commands that decide about it.</summary>
/// <param name="program">The program that takes the commands.</param>
internal sealed class ReviewCard(string program)
{
    public Html Of(ReviewItem item)
    {
        var name = item.Name;
        return Html.Of($"""
            <article class="card s-{StatusClass(name.Status)}">
            <div class="facts">
            <h2><bdi>{name.Name}</bdi> <span class="kind">{Kind(name)}</span></h2>
            <p class="summary"><span class="status">{StatusWords(name.Status)}</span>
            <span><b>{name.OpenTickets:N0}</b> open {(name.OpenTickets == 1 ? "ticket" : "tickets")}</span>
            <span class="meter"><i style="width:{item.Uncertainty.Share * 100:0}%"></i></span>
            <span>{item.Uncertainty.Share:0.0} uncertain</span></p>
            {Reason(name)}
            <ul class="doubts">{Html.Join(item.Uncertainty.Reasons.Select(reason => Html.Of($"<li>{reason}</li>")))}</ul>
            <dl>{Fact("Key", name.Key.ToString())}{Fact("Found", name.DisplayName)}{Fact("Asked", name.Query)}{Fact("By", name.Provider)}
            {Fact("Level", LevelWords(name.Level))}{Fact("Distance", Distance(name))}{Place(name)}</dl>
            {Offered(name)}
            {Commands(name)}
            </div>
            {ReviewMap.Of(name)}
            </article>

            """);
    }

    /// <summary>For the page's styles and its switches.</summary>
    public static string StatusClass(PlaceStatus? status) => status?.ToString().ToLowerInvariant() ?? "unknown";

    public static string StatusWords(PlaceStatus? status) => status switch
    {
        null => "unknown",
        PlaceStatus.RejectedFar => "too far",
        PlaceStatus.RejectedCountry => "not in Kenya",
        PlaceStatus.RejectedName => "other name",
        PlaceStatus.NotFound => "not found",
        _ => status.Value.ToString().ToLowerInvariant(),
    };

    private static Html Kind(ReviewName name) =>
        name.Key.LocationKey is null ? Html.Of($"cluster") : Html.Of($"in <bdi>{name.Key.Cluster}</bdi>");

    private static Html Reason(ReviewName name) => name.Reason is { } reason ? Html.Of($"""<p class="reason">{reason}</p>""") : Html.Empty;

    private static Html Fact(string title, string? text) =>
        string.IsNullOrEmpty(text) ? Html.Empty : Html.Of($"<dt>{title}</dt><dd><bdi>{text}</bdi></dd>");

    private static string? LevelWords(PlaceLevel level) => level is PlaceLevel.Unknown ? null : level.ToString().ToLowerInvariant();

    private static string? Distance(ReviewName name) =>
        name.DistanceKm is { } kilometres ? string.Create(CultureInfo.InvariantCulture, $"{kilometres:0.0} km from its cluster") : null;

    private static Html Place(ReviewName name) => name.Judged is { } point
        ? Html.Of($"""<dt>{(name.Point is null ? "Refused" : "Point")}</dt><dd>{Link(point)}</dd>""")
        : Html.Empty;

    private static Html Offered(ReviewName name)
    {
        if (name.Candidates.Count < 2)
            return Html.Empty;
        var offers = name.Candidates.Select(offer => Html.Of($"<li><bdi>{offer.DisplayName}</bdi> {Link(offer.Point)}</li>"));
        return Html.Of($"""<ol class="offered">{Html.Join(offers)}</ol>""");
    }

    private static Html Link(GeoPoint point)
    {
        var (latitude, longitude) = (Math.Round(point.Latitude, 6), Math.Round(point.Longitude, 6));
        return Html.Of($"""
            <a href="https://www.openstreetmap.org/?mlat={latitude}&amp;mlon={longitude}#map=16/{latitude}/{longitude}"
            rel="noopener noreferrer">{latitude} {longitude}</a>
            """);
    }

    private Html Commands(ReviewName name)
    {
        var key = ShellWord.Of(name.Key.ToString());
        var verify = name.Judged is { IsInKenya: true } ? Command("right", $"{program} --geocode-verify {key} --apply") : Html.Empty;
        return Html.Of($"""
            <div class="commands">{verify}{Command("elsewhere", $"{program} --geocode-move {key} LAT LNG --apply")}
            {Command("no such place", $"{program} --geocode-reject {key} --apply")}</div>
            """);
    }

    private static Html Command(string when, string command) => Html.Of($"""<div><span>{when}</span><code>{command}</code></div>""");
}
