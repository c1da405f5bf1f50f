namespace FleetTickets.Cli.Configuration;

/// <summary>Finds the word that somebody most likely meant.</summary>
internal static class NearMiss
{
    /// <summary>The known word that differs least from the given one; null when none is near.</summary>
    public static string? Of(string given, IEnumerable<string> known) =>
        known.Select(word => (Word: word, Distance: Distance(given, word)))
            .Where(near => near.Distance > 0 && near.Distance <= Math.Max(1, Math.Min(given.Length, near.Word.Length) / 4))
            .OrderBy(near => near.Distance).ThenBy(near => near.Word, StringComparer.Ordinal)
            .Select(near => near.Word).FirstOrDefault();

    /// <summary>Letters to insert, delete, replace or swap with their neighbour.</summary>
    private static int Distance(string one, string other)
    {
        // Nobody misspells a word to one of twice its length, and a word from outside may be endless.
        if (Math.Abs(one.Length - other.Length) > 4)
            return int.MaxValue;
        var distances = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
            distances[i, 0] = i;
        for (var j = 0; j <= other.Length; j++)
            distances[0, j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = distances[i - 1, j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                distances[i, j] = Math.Min(replaced, 1 + Math.Min(distances[i - 1, j], distances[i, j - 1]));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                    distances[i, j] = Math.Min(distances[i, j], distances[i - 2, j - 2] + 1);
            }
        }
        return distances[one.Length, other.Length];
    }
}
