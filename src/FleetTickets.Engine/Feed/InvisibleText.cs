using System.Buffers;
using System.Globalization;
using System.Text;

namespace FleetTickets.Engine.Feed;

/// <summary>
/// Characters that nobody sees: at the ends of a name or an id they make another one of it, and in a message they hide.
/// </summary>
internal static class InvisibleText
{
    private const int LongestName = 60;

    // Fillers and variation selectors: letters, marks or symbols by their category, and yet nothing is drawn.
    private static readonly HashSet<int> DrawnAsNothing =
    [
        0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x2065, 0x2800, 0x3164, 0xFFA0,
        .. Enumerable.Range(0xFE00, 16), .. Enumerable.Range(0xE0100, 240),
    ];

    /// <summary>The text without what is invisible at its ends, white space included.</summary>
    public static string Trimmed(string text)
    {
        if (text.Length == 0 || (IsPlain(text[0]) && IsPlain(text[^1])))
            return text;
        var (start, end) = (0, text.Length);
        while (start < end && Rune.DecodeFromUtf16(text.AsSpan(start, end - start), out var first, out var length) is OperationStatus.Done && IsInvisible(first))
            start += length;
        while (start < end && Rune.DecodeLastFromUtf16(text.AsSpan(start, end - start), out var last, out var length) is OperationStatus.Done && IsInvisible(last))
            end -= length;
        return text[start..end];
    }

    /// <summary>For a message: whatever is invisible, but for plain blanks, is spelt by its number.</summary>
    public static string Shown(string text)
    {
        if (!text.EnumerateRunes().Any(MustBeSpelt))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            shown.Append(MustBeSpelt(rune) ? Spelt(rune) : rune.ToString());
        return shown.ToString();
    }

    /// <summary>A name from outside for a message: as <see cref="Shown"/>, and no longer than a line can bear.</summary>
    public static string ShownName(string name) => Shown(Cut(name, LongestName));

    /// <summary>The beginning of a text that is too long, without half of a character that takes two.</summary>
    public static string Cut(string text, int longest) => text.Length <= longest
        ? text
        : text[..(char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest)] + "…";

    /// <summary>White space, a control or format character, or one that is drawn as nothing.</summary>
    private static bool IsInvisible(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        || DrawnAsNothing.Contains(rune.Value);

    private static bool MustBeSpelt(Rune rune) => rune.Value is not ' ' && (rune.Value is < ' ' or > '~') && IsInvisible(rune);

    private static string Spelt(Rune rune) => rune.IsBmp
        ? string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}")
        : string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");

    private static bool IsPlain(char letter) => letter is > ' ' and <= '~';
}
