using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Geocoding;

/// <summary>Text as one word of a bash command, whatever it holds.</summary>
internal static class ShellWord
{
    public static string Of(string text) => text.Any(NeedsEscape) ? Escaped(text) : $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Characters that do not show, or that turn the order of what is shown: a person must be able to read what will be run.</summary>
    private static bool NeedsEscape(char letter) => char.IsControl(letter) || char.GetUnicodeCategory(letter) is UnicodeCategory.Format;

    private static string Escaped(string text)
    {
        var word = new StringBuilder("$'");
        foreach (var letter in text)
        {
            if (letter is '\'' or '\\')
                word.Append('\\').Append(letter);
            else if (NeedsEscape(letter))
                // As bytes, which do not depend on the shell's locale.
                foreach (var part in Encoding.UTF8.GetBytes([letter]))
                    word.Append(CultureInfo.InvariantCulture, $"\\x{part:x2}");
            else
                word.Append(letter);
        }
        return word.Append('\'').ToString();
    }
}
