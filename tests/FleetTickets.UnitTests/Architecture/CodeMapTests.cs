using System.Text.RegularExpressions;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>docs/architecture.md is a map: what it names is there.</summary>
public sealed partial class CodeMapTests
{
    [Fact]
    public void EveryFileThatTheMapNamesIsThere()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var named = MappedFile().Matches(map).Select(match => match.Groups["path"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(Repository.Sources, $"FleetTickets.{path}")), path));
    }

    [GeneratedRegex("`(?<path>(Engine|Schema|Cli)/[A-Za-z0-9/]+\\.cs)`")]
    private static partial Regex MappedFile();
}
