using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>
/// A small map of a name: what was found, what else was offered, and the point of its cluster. Street maps lie behind it where there is a
/// network.
/// </summary>
internal static class ReviewMap
{
    private const double GuardKm = LocationGuards.FarthestKm;

    public static Html Of(ReviewName name)
    {
        GeoPoint?[] all = [name.Judged, name.ClusterPoint, .. name.Candidates.Select(candidate => (GeoPoint?)candidate.Point)];
        var points = all.OfType<GeoPoint>().Where(IsOnEarth).Distinct().ToList();
        if (points.Count == 0)
            return Html.Of($"""<div class="map none"><p>No point is known,<br>nor one of its cluster.</p></div>""");

        var frame = MapFrame.Around(points);
        return Html.Of($"""
            <div class="map">{Html.Join(frame.Tiles().Select(tile => Tile(frame, tile)))}
            <svg viewBox="0 0 {MapFrame.Width} {MapFrame.Height}" role="img" aria-label="Map of {name.Name}">
            {Cluster(frame, name)}{Others(frame, name)}{Judged(frame, name)}{Scale(frame)}
            </svg><span class="attribution">© OpenStreetMap</span></div>
            """);
    }

    private static bool IsOnEarth(GeoPoint point) => point is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 };

    // Without a size of its own: where there is no network a browser would draw a broken picture of that size.
    private static Html Tile(MapFrame frame, (int Column, int Row, double X, double Y) tile) => Html.Of($"""
        <img loading="lazy" alt="" style="left:{tile.X:0}px;top:{tile.Y:0}px"
        src="https://tile.openstreetmap.org/{frame.Zoom}/{tile.Column}/{tile.Row}.png">
        """);

    private static Html Cluster(MapFrame frame, ReviewName name)
    {
        if (name.ClusterPoint is not { } cluster || !IsOnEarth(cluster))
            return Html.Empty;
        var (x, y) = frame.At(cluster);
        var line = Html.Empty;
        if (name.Judged is { } judged && IsOnEarth(judged))
        {
            var (toX, toY) = frame.At(judged);
            line = Html.Of($"""<line x1="{x:0.#}" y1="{y:0.#}" x2="{toX:0.#}" y2="{toY:0.#}"/>""");
        }
        return Html.Of($"""
            <circle class="ring" cx="{x:0.#}" cy="{y:0.#}" r="{GuardKm * frame.PixelsPerKm:0.#}"/>{line}
            <rect class="cluster" x="{x - 6:0.#}" y="{y - 6:0.#}" width="12" height="12" rx="2"/>
            <text class="label" x="{x:0.#}" y="{y + 20:0.#}">{name.Key.Cluster}</text>
            """);
    }

    private static Html Others(MapFrame frame, ReviewName name) => Html.Join(name.Candidates.Select((candidate, index) =>
    {
        if (candidate.Point == name.Judged || !IsOnEarth(candidate.Point))
            return Html.Empty;
        var (x, y) = frame.At(candidate.Point);
        return Html.Of($"""
            <circle class="other" cx="{x:0.#}" cy="{y:0.#}" r="8"/><text class="number" x="{x:0.#}" y="{y + 4:0.#}">{index + 1}</text>
            """);
    }));

    private static Html Judged(MapFrame frame, ReviewName name)
    {
        if (name.Judged is not { } judged || !IsOnEarth(judged))
            return Html.Empty;
        var (x, y) = frame.At(judged);
        var use = name.Point is null ? "refused" : "used";
        return Html.Of($"""
            <path class="pin {use}" d="M{x:0.#} {y:0.#}l-8 -14a9.5 9.5 0 1 1 16 0z"/><circle class="eye" cx="{x:0.#}" cy="{y - 19:0.#}" r="3.5"/>
            """);
    }

    private static Html Scale(MapFrame frame)
    {
        var width = frame.ScaleKm * frame.PixelsPerKm;
        return Html.Of($"""
            <path class="scale" d="M12 {MapFrame.Height - 16}v6h{width:0.#}v-6"/>
            <text class="scaletext" x="{12 + (width / 2):0.#}" y="{MapFrame.Height - 15}">{frame.ScaleKm} km</text>
            """);
    }
}
