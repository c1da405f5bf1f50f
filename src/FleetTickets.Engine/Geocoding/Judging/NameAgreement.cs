using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>Whether a geocoder's place can be the one that a name means.</summary>
internal static class NameAgreement
{
    private const int ShortestSignificantWord = 3;
    private const double AlikeFrom = 0.85;

    // Words that any two places may share.
    private static readonly HashSet<string> Generic =
    [
        "estate", "estates", "road", "street", "avenue", "lane", "drive", "close", "court", "courts", "phase", "section", "gardens", "garden", "apartment",
        "apartments", "flats", "heights", "house", "villas", "view", "gate", "zone", "block", "junction", "plot", "area", "stage", "market", "centre", "center",
        "town", "village", "north", "south", "east", "west", "upper", "lower", "new", "old",
    ];

    /// <param name="name">Cleaned name of a location or a cluster.</param>
    /// <param name="cluster">Cleaned cluster of a location, whose words prove nothing; empty for a cluster.</param>
    public static bool Agrees(string name, string cluster, string displayName)
    {
        var words = Words.Of(name);
        var places = DisplayName.Places(displayName).ToList();
        var significant = SignificantOf(words, cluster);
        // South B is one letter from South C: such names are the same or others.
        if (significant.Count == 0)
            return words.Length > 0 && places.Any(place => Words.Contains(place, words));
        return places.Any(place => place.Any(significant.Contains))
            || Similarity.Of(string.Join(' ', words), string.Join(' ', Words.Of(DisplayName.FirstPart(displayName)))) >= AlikeFrom;
    }

    private static HashSet<string> SignificantOf(string[] words, string cluster)
    {
        var significant = words.Where(word => word.Count(char.IsLetter) >= ShortestSignificantWord && !Generic.Contains(word)).ToHashSet();
        var ownWords = significant.Except(Words.Of(cluster)).ToHashSet();
        return ownWords.Count > 0 ? ownWords : significant;
    }
}
