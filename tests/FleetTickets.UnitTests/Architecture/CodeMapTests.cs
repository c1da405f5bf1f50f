using System.Text.RegularExpressions;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>docs/architecture.md is a map: what it names is there.</summary>
public sealed partial class CodeMapTests
{
    [Fact]
    public void EveryFileThatTheMapNamesIsThere()
    {
        var map = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md"));
        var named = EngineFile().Matches(map).Select(match => match.Groups["path"].Value).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, path => Assert.True(File.Exists(Path.Combine(Repository.Engine, path)), path));
    }

    [GeneratedRegex("`(?<path>(App|Runs|Bucket|Loading|Reporting|Schema|Cleaning|Changes|Datasets|Faults|Network|Results)/[A-Za-z/]+\\.cs)`")]
    private static partial Regex EngineFile();
}
