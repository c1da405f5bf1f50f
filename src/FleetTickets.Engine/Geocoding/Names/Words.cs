using System.Text;

namespace FleetTickets.Engine.Geocoding.Names;

/// <summary>Names as lists of words that compare equal however they are written: lower case, without marks and punctuation.</summary>
internal static class Words
{
    private const char FirstCombiningMark = '\u0300';
    private const char LastCombiningMark = '\u036f';

    // The programs run without ICU, where String.Normalize leaves all but ASCII as it is.
    private static readonly Dictionary<char, char> Unmarked = new (string Marked, char Plain)[]
    {
        ("àáâãäåāăą", 'a'), ("çćĉċč", 'c'), ("ďđ", 'd'), ("èéêëēĕėęě", 'e'), ("ĝğġģ", 'g'), ("ĥħ", 'h'), ("ìíîïĩīĭįı", 'i'), ("ĵ", 'j'), ("ķ", 'k'),
        ("ĺļľł", 'l'), ("ñńņňŋ", 'n'), ("òóôõöøōŏő", 'o'), ("ŕŗř", 'r'), ("śŝşš", 's'), ("ţťŧ", 't'), ("ùúûüũūŭůűų", 'u'), ("ŵ", 'w'), ("ýÿŷ", 'y'), ("źżž", 'z'),
    }.SelectMany(row => row.Marked.Select(marked => (marked, row.Plain))).ToDictionary();

    public static string[] Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var character in text.Where(character => !IsDropped(character)))
        {
            var lower = char.ToLowerInvariant(character);
            var plain = Unmarked.GetValueOrDefault(lower, lower);
            folded.Append(char.IsLetterOrDigit(plain) ? plain : ' ');
        }
        return folded.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public static bool Same(string one, string other) => Of(one).SequenceEqual(Of(other));

    /// <summary>The words of the phrase stand in the text, in this order and with nothing between; none always do.</summary>
    public static bool Contains(ReadOnlySpan<string> text, ReadOnlySpan<string> phrase) => text.IndexOf(phrase) >= 0;

    // Lang'ata is Langata, and a mark that follows its letter is no letter.
    private static bool IsDropped(char character) =>
        character is '\'' or '\u2018' or '\u2019' or '\u02bc' or (>= FirstCombiningMark and <= LastCombiningMark);
}
