using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Geocoding.Review;

/// <summary>
/// Text as one word of a command in any POSIX shell, whatever it holds. Quotes as in <c>$'…'</c> are bash's and zsh's own: dash ends such a word
/// at the quote that the text holds, and runs the rest.
/// </summary>
internal static class ShellWord
{
    public static string Of(string text)
    {
        var word = new StringBuilder();
        var letters = text.EnumerateRunes().ToList();
        for (var (from, to) = (0, 0); from < letters.Count || word.Length == 0; from = to)
        {
            var isShown = from == letters.Count || IsShown(letters[from]);
            while (to < letters.Count && IsShown(letters[to]) == isShown)
                to++;
            Append(word, string.Concat(letters[from..to]), isShown);
        }
        return word.ToString();
    }

    private static void Append(StringBuilder word, string part, bool isShown)
    {
        if (isShown)
        {
            word.Append('\'').Append(part.Replace("'", @"'\''", StringComparison.Ordinal)).Append('\'');
            return;
        }
        // What printf prints loses the line breaks at its end; they stand in quotes as they are.
        var printed = part.TrimEnd('\n');
        if (printed.Length > 0)
            // As bytes, which do not depend on the shell's locale.
            word.Append("\"$(printf '")
                .AppendJoin("", Encoding.UTF8.GetBytes(printed).Select(one => @"\" + Convert.ToString(one, 8).PadLeft(3, '0')))
                .Append("')\"");
        if (printed.Length < part.Length)
            word.Append('\'').Append(part.AsSpan(printed.Length)).Append('\'');
    }

    /// <summary>Characters that do not show, or that turn the order of what is shown, are not: a person must be able to read what will be run.</summary>
    private static bool IsShown(Rune letter) => Rune.GetUnicodeCategory(letter) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
