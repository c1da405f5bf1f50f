using System.Reflection;
using System.Text.RegularExpressions;
using FleetTickets.Cli.Programs;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Release;

public sealed partial class VersionTests
{
    [Fact]
    public void TheProgramsSayTheVersionOfTheProject() =>
        Assert.Equal(ProjectVersion.Current, typeof(LoaderProgram).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    [Fact]
    public void TheChangelogsNewestReleaseIsThisVersion()
    {
        var changelog = File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"));

        Assert.Equal(ProjectVersion.Current, Released().Matches(changelog)[0].Groups["version"].Value);
    }

    [GeneratedRegex(@"^## \[(?<version>\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", RegexOptions.Multiline)]
    private static partial Regex Released();
}
