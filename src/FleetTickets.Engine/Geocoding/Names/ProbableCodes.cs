namespace FleetTickets.Engine.Geocoding.Names;

/// <summary>
/// First words that many clusters have in common: no estate is in all of them, so they are most likely codes of the network that
/// <c>tickets.name_rules</c> does not know yet. Worth a look before calls are spent on such names.
/// </summary>
internal static class ProbableCodes
{
    private const int FewestClusters = 5;

    /// <param name="names">Cleaned location names with their clusters.</param>
    /// <returns>The words in upper case, with the number of clusters, the most frequent first.</returns>
    public static IReadOnlyList<(string Word, int Clusters)> Among(IEnumerable<(string Name, string Cluster)> names) =>
        [.. names
            .Select(name => (Words: name.Name.Split(' '), name.Cluster))
            .Where(name => name.Words.Length > 1)
            .GroupBy(name => name.Words[0].ToUpperInvariant(), name => name.Cluster)
            .Select(group => (Word: group.Key, Clusters: group.Distinct(StringComparer.Ordinal).Count()))
            .Where(word => word.Clusters >= FewestClusters)
            .OrderByDescending(word => word.Clusters).ThenBy(word => word.Word, StringComparer.Ordinal)];
}
