using System.Text.RegularExpressions;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>The engine's source as the architecture tests read it.</summary>
internal sealed partial record EngineSource(string Folder, string Name, string Text)
{
    private const string Namespace = "FleetTickets.Engine";

    public static IReadOnlyList<EngineSource> All { get; } = [.. Directory.EnumerateDirectories(Repository.Engine)
        .Where(folder => Path.GetFileName(folder) is not ("bin" or "obj"))
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Select(path => Of(Path.GetRelativePath(Repository.Engine, path), File.ReadAllText(path)))];

    /// <summary>The text without comments; strings stay, whatever they hold.</summary>
    public string Code => CommentOrLiteral().Replace(Text, found => found.Value.StartsWith('/') ? "" : found.Value);

    public IEnumerable<string> Namespaces => NamespaceLine().Matches(Code).Select(found => found.Groups[1].Value);

    /// <summary>Folders of the engine that the code reaches for: by a using, by a full name, or by a name relative to the engine's own.</summary>
    public IEnumerable<string> FoldersUsed(IEnumerable<string> folders) =>
        folders.Where(folder => folder != Folder && Regex.IsMatch(Code, $@"(?<![\w.])({Regex.Escape(Namespace)}\.)?{folder}(\.[A-Z]|\s*;)"));

    /// <summary>The words of names and strings, an identifier split at its capitals.</summary>
    public IEnumerable<string> Words => Word().Matches(Code).Select(found => found.Value);

    public static EngineSource Of(string path, string text) => new(path.Split(Path.DirectorySeparatorChar)[0], path, text);

    public static string NamespaceOf(string folder) => $"{Namespace}.{folder}";

    [GeneratedRegex("""""
        "{3}[\s\S]*?"{3} | "(\\.|[^"\\\n])*" | '(\\.|[^'\\\n])+' | //[^\n]* | /\*[\s\S]*?\*/
        """"", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex CommentOrLiteral();

    [GeneratedRegex(@"^\s*namespace\s+([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
