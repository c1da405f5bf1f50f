using System.Text.RegularExpressions;

namespace FleetTickets.Engine.Geocoding.Names;

/// <summary>What a geocoder is asked for a name, one text after the other until one is answered.</summary>
internal static partial class QueryLadder
{
    private const string Country = "Kenya";

    /// <param name="name">A location as <c>tickets.clean_location</c> leaves it: <c>Buruburu Phase 5</c>.</param>
    /// <param name="cluster">Its cluster, cleaned alike.</param>
    /// <returns>The whole name first, then its core when that differs; never the cluster alone, unless that is the name.</returns>
    public static IReadOnlyList<string> OfLocation(string name, string cluster)
    {
        var core = CoreOf(name);
        return core == name || Words.Same(core, cluster) ? [Within(name, cluster)] : [Within(name, cluster), Within(core, cluster)];
    }

    /// <param name="cluster">A cluster as <c>tickets.clean_location</c> leaves it.</param>
    public static IReadOnlyList<string> OfCluster(string cluster) => [$"{cluster}, {Country}"];

    /// <summary>The name without the part of an estate that geocoders seldom know: Donholm for Donholm Phase 8, but all of Fatima Court.</summary>
    internal static string CoreOf(string name)
    {
        var core = NumberedPart().Match(name) is { Success: true } part ? name[..part.Index] : name;
        return TwoLetters().IsMatch(core) ? core : name;
    }

    private static string Within(string place, string cluster) =>
        Words.Contains(Words.Of(place), Words.Of(cluster)) ? $"{place}, {Country}" : $"{place}, {cluster}, {Country}";

    // The number may be Roman, which cleaning leaves in capitals.
    [GeneratedRegex(" (Phase|Court|Block|Gate|Zone|House|Plot) ([0-9]+[A-Z]?|[A-Z]|[IVX]+)(?= |$)")]
    private static partial Regex NumberedPart();

    [GeneratedRegex("[A-Za-z]{2}")]
    private static partial Regex TwoLetters();
}
