namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>A name in the order in which looking at it is worth most.</summary>
/// <param name="Weight">Open tickets × uncertainty.</param>
internal sealed record ReviewItem(ReviewName Name, Uncertainty Uncertainty, double Weight)
{
    /// <summary>The names whose points would help, or harm, the most tickets first.</summary>
    public static IReadOnlyList<ReviewItem> InOrder(IEnumerable<ReviewName> names) =>
    [
        .. names
            .Select(name => (Name: name, Uncertainty: Uncertainty.Of(name)))
            .Select(item => new ReviewItem(item.Name, item.Uncertainty, item.Name.OpenTickets * item.Uncertainty.Share))
            .OrderByDescending(item => item.Weight)
            .ThenByDescending(item => item.Uncertainty.Share)
            .ThenBy(item => item.Name.Key.ToString(), StringComparer.Ordinal),
    ];
}
