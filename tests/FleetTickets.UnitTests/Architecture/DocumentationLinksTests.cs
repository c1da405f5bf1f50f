using System.Text.RegularExpressions;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>Links between pages, and from messages to pages, lead somewhere.</summary>
public sealed partial class DocumentationLinksTests
{
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    [Fact]
    public void EveryLinkOfAPageLeadsToAFileAndAHeading()
    {
        var pages = Directory.GetFiles(Docs, "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"));
        var dead = pages.SelectMany(page => Link().Matches(WithoutCode(File.ReadAllText(page)))
            .Select(link => link.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !IsThere(Path.GetDirectoryName(page)!, target, page))
            .Select(target => $"{Path.GetRelativePath(Repository.Root, page)}: {target}"));

        Assert.Empty(dead);
    }

    [Fact]
    public void EveryPageThatTheProgramsNameIsThere()
    {
        var named = Directory.GetFiles(Repository.Sources, "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => PageInCode().Matches(File.ReadAllText(file)).Select(match => match.Value)).ToList();

        Assert.Contains(named, page => page.Contains('#'));
        Assert.All(named, page => Assert.True(IsThere(Repository.Root, page, ""), page));
    }

    [Fact]
    public void EveryTestThatThePageOnSecurityNamesIsThere()
    {
        var tests = Directory.GetFiles(Path.Combine(Repository.Root, "tests"), "*Tests.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        var named = TestClass().Matches(File.ReadAllText(Path.Combine(Docs, "operations", "security.md"))).Select(match => match.Groups["name"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, name => !tests.Contains(name));
    }

    /// <summary>A target is a path, a heading's anchor of this page, or both.</summary>
    private static bool IsThere(string folder, string target, string thisPage)
    {
        var (path, anchor) = target.Split('#') is [var before, var after] ? (before, after) : (target, null);
        var file = path.Length == 0 ? thisPage : Path.GetFullPath(Path.Combine(folder, path));
        return Path.Exists(file) && (anchor is null || AnchorsOf(file).Contains(anchor));
    }

    private static HashSet<string> AnchorsOf(string page) =>
        [.. Heading().Matches(WithoutCode(File.ReadAllText(page))).Select(heading => AnchorOf(heading.Groups["words"].Value))];

    // As the forges make them: lower case, no punctuation, a hyphen for each blank.
    private static string AnchorOf(string words) =>
        new([.. words.ToLowerInvariant().Where(character => char.IsLetterOrDigit(character) || character is ' ' or '-' or '_').Select(character => character is ' ' ? '-' : character)]);

    private static string WithoutCode(string page) => CodeBlock().Replace(page, "");

    [GeneratedRegex(@"(?<!!)\[[^\]]+\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"docs/[a-z0-9/-]+\.md(#[a-z0-9-]+)?")]
    private static partial Regex PageInCode();

    [GeneratedRegex(@"^#+ (?<words>.+?)\s*$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("`(?<name>[A-Za-z0-9]+Tests)`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"^\s*```.*?^\s*```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
