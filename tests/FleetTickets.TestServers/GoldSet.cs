using System.Globalization;

namespace FleetTickets.TestServers;

/// <summary>Location names whose place is known, and what a geocoder's stand-in answers them: tests/TestData/gold-places.csv says what that means.</summary>
public static class GoldSet
{
    public static IReadOnlyList<GoldPlace> Places { get; } = [.. Rows("gold-places.csv").Select(
        row => new GoldPlace(row[0], row[1], Number(row[2]), Number(row[3]), Number(row[4]), Enum.Parse<GoldAnswer>(row[5], ignoreCase: true)))];

    /// <summary>Where every cluster of the places is, in degrees.</summary>
    public static IReadOnlyDictionary<string, (double Latitude, double Longitude)> Clusters { get; } =
        Rows("gold-clusters.csv").ToDictionary(row => row[0], row => (Number(row[1]), Number(row[2])));

    // No value holds a comma or a quote; a comment begins with #, and the header is the first line that does not.
    private static IEnumerable<string[]> Rows(string file) =>
        File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Where(line => !line.StartsWith('#')).Skip(1).Select(line => line.Split(','));

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
