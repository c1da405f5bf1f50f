using Dapper;
using FleetTickets.Engine.Geocoding.Providers;
using Npgsql;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>Cleaning written a second time, from the rules' meaning and over lists of words: what tickets.clean_location is held to.</summary>
internal sealed class NameModel(IReadOnlyList<NameRule> rules)
{
    private const int MostPasses = 8;

    private static readonly string[] Pieces =
    [
        "NW", "ADR", "MNT", "NET", "FDT", "FDT12", "fdt7a", "FAT", "SDUS", "MDU3", "OLT12345", "7A", "12", "12345", "BURU", "BURUBURU", "BURU2", "SOUTHC", "SOUTHB",
        "South", "B", "C", "MTN", "VIEW", "EST", "ESTATE", "CT", "CRT5", "CRT", "PH", "PH5", "PHASE", "PHASE9X", "SEC3A", "LANG'ATA", "LANG\u2019ATA", "KAREN", "karen",
        "II", "XI", "IX2", "O'BRIEN", "A&B", "&", "'", "RD", "GDNS", "MILE9", "9MILE", "\u00e9", "KIT\u00c9", "\uff21\uff22", "\uff26\uff24\uff34\uff13", "\ufb01eld", "\u0000bad",
        "[", "(FDT)", "\\1", ".*", "%s", "\u0130", "\u017f", "\ud83d\ude00", "TOM", "MBOYA", "RUIRU", "THIKA", "GITHURAI", "44",
    ];

    private static readonly string[] Separators = [" ", "_", "-", "  ", "__", ".", "/", "", "\t"];

    private readonly HashSet<string> _equipment = Of(rules, "equipment");
    private readonly HashSet<string> _prefixes = Of(rules, "network_prefix");
    private readonly HashSet<string> _kept = Of(rules, "kept");
    private readonly HashSet<string> _numbered = [.. Of(rules, "stem"), .. Of(rules, "equipment")];

    private readonly List<NameRule> _rewritings =
    [
        .. rules.Where(rule => rule.Replacement is not null)
            .OrderBy(rule => rule.Kind == "alias")
            .ThenByDescending(rule => rule.Words.Split(' ').Length)
            .ThenBy(rule => rule.Words, StringComparer.Ordinal),
    ];

    /// <summary>Names as a feed may deliver them, and worse; the same ones for the same seed.</summary>
    public static string[] Names(int count, int seed)
    {
        var random = new Random(seed);
        // PostgreSQL's text holds no NUL.
        return [.. Enumerable.Range(0, count).Select(_ => string.Concat(
            Enumerable.Range(0, random.Next(0, 8)).Select(_ => Pick(Pieces) + Pick(Separators))).Replace("\0", "", StringComparison.Ordinal))];

        string Pick(string[] from) => from[random.Next(from.Length)];
    }

    /// <summary>Cleans the names in the database and here, by the rules that are in the database, and once more what came out.</summary>
    public static async Task AssertCleaningAgreesAsync(NpgsqlConnection connection, string[] names)
    {
        var model = new NameModel([.. await connection.QueryAsync<NameRule>("select kind, words, replacement from tickets.name_rules")]);

        var cleaned = (await connection.QueryAsync<(string Name, string? Once, string? Twice)>(
            "select name, tickets.clean_location(name), tickets.clean_location(tickets.clean_location(name)) from unnest(@names) with ordinality _ (name, n) order by n",
            new { names })).AsList();

        Assert.Equal(names.Length, cleaned.Count);
        Assert.Empty(cleaned.Where(row => row.Once != model.Clean(row.Name)).Select(row => $"{row.Name} -> {row.Once}; expected {model.Clean(row.Name)}"));
        Assert.Empty(cleaned.Where(row => row.Once != row.Twice).Select(row => $"{row.Name} -> {row.Once} -> {row.Twice}"));
    }

    /// <returns>The place in title case; null when none is left, or when the rules never leave it alone.</returns>
    public string? Clean(string name)
    {
        var words = WordsOf(name);
        for (var pass = 0; pass < MostPasses; pass++)
        {
            var next = Pass(words);
            if (next.SequenceEqual(words))
                return words.Any(HasTwoLetters) ? string.Join(' ', words.Select(TitleCase)) : null;
            words = next;
        }
        // What a last pass would leave as it is has settled as well.
        return Pass(words).SequenceEqual(words) && words.Any(HasTwoLetters) ? string.Join(' ', words.Select(TitleCase)) : null;
    }

    private List<string> Pass(List<string> words)
    {
        var places = WithoutPrefixes(WithoutEquipment([.. words.SelectMany(Split)]));
        foreach (var rule in _rewritings)
            places = Rewrite(places, rule.Words.Split(' '), rule.Replacement!.Split(' '));
        return [.. places.Where((word, index) => index == 0 || word != places[index - 1])];
    }

    private IEnumerable<string> Split(string word)
    {
        var number = word.IndexOfAny([.. "0123456789"]);
        // A stem may hold digits itself, so every place where digits begin is tried.
        for (; number > 0; number = word.IndexOfAny([.. "0123456789"], number + 1))
        {
            var rest = word[number..].TrimStart([.. "0123456789"]);
            if (_numbered.Contains(word[..number]) && rest.All(char.IsAsciiLetterUpper))
                return [word[..number], word[number..]];
        }
        return [word];
    }

    private List<string> WithoutEquipment(List<string> words)
    {
        List<string> left = [];
        var behindEquipment = false;
        for (var i = 0; i < words.Count; i++)
        {
            if (_equipment.Contains(words[i]) && !IsKept(words, i))
                behindEquipment = true;
            else if (!behindEquipment || !IsSerial(words[i]))
            {
                behindEquipment = false;
                left.Add(words[i]);
            }
        }
        return left;
    }

    private List<string> WithoutPrefixes(List<string> words)
    {
        var codes = 0;
        while (codes < words.Count && _prefixes.Contains(words[codes]) && !IsKept(words, codes))
            codes++;
        return words[codes..];
    }

    private bool IsKept(List<string> words, int index) => index + 1 < words.Count && _kept.Contains($"{words[index]} {words[index + 1]}");

    private static List<string> Rewrite(List<string> words, string[] phrase, string[] replacement)
    {
        List<string> rewritten = [];
        for (var i = 0; i < words.Count;)
        {
            var found = i + phrase.Length <= words.Count && words.GetRange(i, phrase.Length).SequenceEqual(phrase);
            rewritten.AddRange(found ? replacement : [words[i]]);
            i += found ? phrase.Length : 1;
        }
        return rewritten;
    }

    private static HashSet<string> Of(IReadOnlyList<NameRule> rules, string kind) => [.. rules.Where(rule => rule.Kind == kind).Select(rule => rule.Words)];

    private static List<string> WordsOf(string name) => [.. string
        .Concat(name.Select(Plain).Select(text => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || c is '\'' or '&' ? char.ToUpperInvariant(c) : ' '))))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    // NFKC of what the names are made of: the tests run without ICU, where String.Normalize leaves all but ASCII as it is.
    private static string Plain(char character) => character switch
    {
        >= '\uff01' and <= '\uff5e' => ((char)(character - 0xfee0)).ToString(),
        '\ufb01' => "fi",
        '\u017f' => "s",
        '\u2018' or '\u2019' or '\u02bc' => "'",
        _ => character.ToString(),
    };

    private static bool IsSerial(string word)
    {
        var digits = word.TakeWhile(char.IsAsciiDigit).Count();
        return digits is >= 1 and <= 4 && (word.Length == digits || (word.Length == digits + 1 && char.IsAsciiLetterUpper(word[^1])));
    }

    private static bool HasTwoLetters(string word) => word.Zip(word.Skip(1)).Any(pair => char.IsAsciiLetterUpper(pair.First) && char.IsAsciiLetterUpper(pair.Second));

    private static string TitleCase(string word) =>
        char.IsAsciiDigit(word[0]) || word is "II" or "III" or "IV" or "VI" or "VII" or "VIII" or "IX" or "XI" or "XII"
            ? word
            : word[..1] + word[1..].ToLowerInvariant();
}
