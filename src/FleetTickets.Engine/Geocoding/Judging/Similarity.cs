namespace FleetTickets.Engine.Geocoding.Judging;

/// <summary>How alike two spellings are.</summary>
internal static class Similarity
{
    /// <returns>1 for the same text, 0 for texts with nothing in common: the share of letters that need no edit (Levenshtein).</returns>
    public static double Of(string one, string other)
    {
        var longest = Math.Max(one.Length, other.Length);
        return longest == 0 ? 1 : 1 - ((double)Edits(one, other) / longest);
    }

    private static int Edits(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var replaced = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
