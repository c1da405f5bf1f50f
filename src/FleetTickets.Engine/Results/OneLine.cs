using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Results;

/// <summary>
/// Text from outside, made safe for a terminal and a line-wise log: what moves the cursor, ends a line, turns the order of what is shown or does
/// not show stands as <c>\uXXXX</c>, which is its spelling in JSON as well.
/// </summary>
public static class OneLine
{
    public static string Of(string text) => Of(text, keptBreak: null);

    /// <param name="keptBreak">A line break that is ours and stays; null when the text is one line.</param>
    public static string Of(string text, char? keptBreak)
    {
        if (IsSafe(text, keptBreak))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length;)
        {
            var length = LengthAt(text, i, out var isSafe);
            foreach (var letter in text.AsSpan(i, length))
            {
                if (isSafe || letter == keptBreak)
                    shown.Append(letter);
                else
                    shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}");
            }
            i += length;
        }
        return shown.ToString();
    }

    private static bool IsSafe(string text, char? keptBreak)
    {
        for (var i = 0; i < text.Length;)
        {
            var at = i;
            i += LengthAt(text, at, out var isSafe);
            if (!isSafe && text[at] != keptBreak)
                return false;
        }
        return true;
    }

    /// <summary>The length of the character that begins here; half of one is not safe.</summary>
    private static int LengthAt(string text, int at, out bool isSafe)
    {
        var isWhole = Rune.TryGetRuneAt(text, at, out var letter);
        isSafe = isWhole && Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
        return isWhole ? letter.Utf16SequenceLength : 1;
    }
}
