using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>Words from a provider, made safe to store and to show.</summary>
internal static class ProviderText
{
    /// <summary>
    /// On one line, without control characters and marks that turn the writing direction, at most <paramref name="length"/> characters.
    /// </summary>
    public static string Cleaned(string text, int length)
    {
        var kept = new StringBuilder(Math.Min(text.Length, length));
        foreach (var letter in text.Where(letter => char.IsWhiteSpace(letter) || !IsInvisible(letter)).Take(length))
            kept.Append(char.IsWhiteSpace(letter) ? ' ' : letter);
        // Half a pair is no text: the database would refuse it.
        if (kept.Length > 0 && char.IsHighSurrogate(kept[^1]))
            kept.Length--;
        return kept.ToString().Trim();
    }

    private static bool IsInvisible(char letter) => char.GetUnicodeCategory(letter) is UnicodeCategory.Control or UnicodeCategory.Format;
}
