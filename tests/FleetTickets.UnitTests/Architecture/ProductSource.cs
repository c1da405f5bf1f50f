using System.Text.RegularExpressions;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>A source file of the product as the architecture tests read it.</summary>
/// <param name="Room">Its folder as a namespace below <c>FleetTickets</c>, for example <c>Engine.Feed.Reading</c>.</param>
/// <param name="Name">Its path below <c>src</c>.</param>
internal sealed partial record ProductSource(string Room, string Name, string Text)
{
    private const string Root = "FleetTickets";

    private static readonly string[] Projects = ["Engine", "Schema", "Cli"];

    public static IReadOnlyList<ProductSource> All { get; } = [.. Projects
        .Select(project => Path.Combine(Repository.Sources, $"{Root}.{project}"))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Select(path => Path.GetRelativePath(Repository.Sources, path).Replace('\\', '/'))
        .Where(path => path.Split('/')[1] is not ("bin" or "obj"))
        .Select(path => Of(path, File.ReadAllText(Path.Combine(Repository.Sources, path))))];

    private static readonly Dictionary<string, HashSet<string>> TypesByRoom = All
        .GroupBy(source => source.Room)
        .ToDictionary(room => room.Key, room => room.SelectMany(source => source.Types).ToHashSet());

    /// <summary>The text without comments; strings stay, whatever they hold.</summary>
    public string Code => CommentOrLiteral().Replace(Text, found => found.Value.StartsWith('/') ? "" : found.Value);

    public IEnumerable<string> Namespaces => NamespaceLine().Matches(Code).Select(found => found.Groups[1].Value);

    /// <summary>The types that it declares outside other types.</summary>
    public IEnumerable<string> Types => TypeLine().Matches(Code).Select(found => found.Groups["name"].Value);

    /// <summary>The words of names and strings, an identifier split at its capitals.</summary>
    public IEnumerable<string> Words => Word().Matches(Code).Select(found => found.Value);

    /// <summary>
    /// Other rooms that the code reaches for: by a using, by a full name, by a type's name after the room's, or, of the rooms around its own, by
    /// the bare name of a type.
    /// </summary>
    public IReadOnlyList<string> RoomsUsed()
    {
        var (code, body) = (Code, NamespaceLine().Replace(Code, ""));
        var names = Identifier().Matches(body).Select(found => found.Value).ToHashSet();
        return [.. TypesByRoom.Where(room => room.Key != Room && (IsNamed(room.Key, code) || IsReachedAround(room.Key, room.Value, names)))
            .Select(room => room.Key)];

        bool IsNamed(string room, string text) =>
            Regex.IsMatch(text, $@"(?<![\w.]){Root}\.{Regex.Escape(room)}(\s*;|\.(?<type>\w+))")
                && Regex.Matches(text, $@"(?<![\w.]){Root}\.{Regex.Escape(room)}(\s*;|\.(?<type>\w+))")
                    .Any(found => !found.Groups["type"].Success || TypesByRoom[room].Contains(found.Groups["type"].Value))
            || Regex.Matches(text, $@"(?<![\w.]){room.Split('.')[^1]}\.(?<type>\w+)")
                .Any(found => TypesByRoom[room].Contains(found.Groups["type"].Value));

        bool IsReachedAround(string room, HashSet<string> types, HashSet<string> words) =>
            Room.StartsWith($"{room}.", StringComparison.Ordinal) && types.Except(TypesByRoom.GetValueOrDefault(Room, [])).Any(words.Contains);
    }

    /// <param name="path">Below <c>src</c>.</param>
    public static ProductSource Of(string path, string text) =>
        new(Path.GetDirectoryName(path)!.Replace('\\', '/').Replace('/', '.')[(Root.Length + 1)..], path, text);

    public static string NamespaceOf(string room) => $"{Root}.{room}";

    [GeneratedRegex("""""
        "{3}[\s\S]*?"{3} | "(\\.|[^"\\\n])*" | '(\\.|[^'\\\n])+' | //[^\n]* | /\*[\s\S]*?\*/
        """"", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^(public |internal )?(static |sealed |abstract |readonly |partial )*(record struct|record|class|struct|interface|enum|delegate [\w<>\[\], ?]+) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"(?<!\.\s*)\b[A-Z]\w*\b")]
    private static partial Regex Identifier();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
