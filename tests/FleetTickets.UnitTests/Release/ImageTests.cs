using System.Text.RegularExpressions;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Release;

/// <summary>What can be said of the image without building it; docs/image.md has a build and its runs.</summary>
public sealed partial class ImageTests
{
    private static readonly string[] Projects = ["Engine", "Schema", "Cli", "Inc", "Crq", "Migrate"];

    private static readonly string[] Programs = ["inc", "crq", "migrate"];

    [Fact]
    public void EveryStageStandsOnTheSameReleaseOfTheSameSystem()
    {
        // A native program needs the C library that it was linked with, or a newer one.
        var images = Dockerfile.All("FROM").Select(text => text.Split(' ')[0]).Distinct();
        var defaults = Dockerfile.All("ARG").Where(text => text.Contains("_IMAGE=", StringComparison.Ordinal));

        Assert.Equal(["$SDK_IMAGE", "$BASE_IMAGE"], images);
        Assert.Equal(
            ["SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0-noble", "BASE_IMAGE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble"], defaults);
    }

    [Fact]
    public void TheTryOutTakesNoImageThatIsAnotherOneTomorrow()
    {
        var images = File.ReadLines(Path.Combine(Repository.Root, "docs/compose.yaml")).Select(line => line.Trim())
            .Where(line => line.StartsWith("image: ", StringComparison.Ordinal) && line != "image: fleettickets").ToList();

        Assert.Equal(3, images.Count);
        Assert.All(images, image => Assert.Matches(@":v?\d[^:]*$", image));
    }

    /// <summary>The native build takes the packages that were tested, and the compiler besides.</summary>
    [Theory]
    [InlineData("Engine")]
    [InlineData("Schema")]
    [InlineData("Cli")]
    [InlineData("Inc")]
    [InlineData("Crq")]
    [InlineData("Migrate")]
    public void TheNativeBuildsPackagesAreTheTestedOnes(string project)
    {
        var added = LockedPackage.InFile("src", $"FleetTickets.{project}", "packages.native.lock.json")
            .Except(LockedPackage.InFile("src", $"FleetTickets.{project}", "packages.lock.json")).ToList();
        var compilers = File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.targets"));

        Assert.NotEmpty(added);
        Assert.All(added, package =>
        {
            Assert.Matches("ILCompiler|ILLink", package.Id);
            Assert.Contains($"Version=\"{package.Version}\"", compilers, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void EveryProjectOfTheProgramsIsRestoredFromItsLockFile()
    {
        var copied = Dockerfile.Instructions.TakeWhile(one => one.Name != "RUN" || !one.Text.Contains("restore", StringComparison.Ordinal))
            .Where(one => one.Name == "COPY").SelectMany(one => one.Words).ToHashSet();

        Assert.All(Projects, project =>
        {
            Assert.Contains($"src/FleetTickets.{project}/FleetTickets.{project}.csproj", copied);
            Assert.Contains($"src/FleetTickets.{project}/packages.native.lock.json", copied);
        });
        // Locked by Directory.Build.props.
        Assert.Contains(Dockerfile.All("RUN"), run => run.Contains("dotnet restore --runtime linux-x64 -p:PublishAot=true", StringComparison.Ordinal));
        Assert.Contains("<RestoreLockedMode>true</RestoreLockedMode>", File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), StringComparison.Ordinal);
    }

    [Fact]
    public void TheProgramsAndTheScriptAreOnThePath()
    {
        var onThePath = Dockerfile.LastStage.Where(one => one.Name == "COPY" && one.Text.EndsWith(" /usr/local/bin/", StringComparison.Ordinal))
            .SelectMany(one => one.Words).Select(Path.GetFileName);

        Assert.Superset(new HashSet<string?>([.. Programs, "run_ingest.sh", "idle.sh"]), onThePath.ToHashSet());
    }

    [Fact]
    public void NothingRunsAsRoot() => Assert.Equal(["$APP_UID"], Dockerfile.LastStage.Where(one => one.Name == "USER").Select(one => one.Text));

    [Fact]
    public void NothingListens() => Assert.Empty(Dockerfile.All("EXPOSE"));

    [Fact]
    public void TheHealthCheckAsksOnlyWhetherTheProgramsStart() =>
        Assert.EndsWith("CMD inc --version && crq --version && migrate --version", Assert.Single(Dockerfile.All("HEALTHCHECK")), StringComparison.Ordinal);

    [Fact]
    public void TheFirstProcessGetsTheSignalsItself() =>
        Assert.Equal("[\"idle.sh\"]", Assert.Single(Dockerfile.LastStage, one => one.Name == "CMD").Text);

    [Fact]
    public void TheLabelsNameTheVersionAndTheCommit()
    {
        var labels = Assert.Single(Dockerfile.All("LABEL"));

        Assert.Contains($"org.opencontainers.image.version=\"{ProjectVersion.Current}\"", labels, StringComparison.Ordinal);
        Assert.Contains("org.opencontainers.image.revision=\"$SOURCE_COMMIT\"", labels, StringComparison.Ordinal);
    }

    [Fact]
    public void NoSettingIsBakedIn()
    {
        var settings = SettingName().Matches(File.ReadAllText(Path.Combine(Repository.Root, ".env.example"))).Select(match => match.Groups["name"].Value).ToList();
        var dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

        Assert.Contains("DATABASE_URL", settings);
        Assert.All(settings, name => Assert.DoesNotContain(name, dockerfile, StringComparison.Ordinal));
    }

    [Fact]
    public void TheContextIsWhatIsCopiedAndNeverAnEnvFile()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Where(line => !line.StartsWith('#')).ToList();
        var sent = lines.Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        var copied = Dockerfile.Instructions.Where(one => one.Name == "COPY" && !one.Text.StartsWith("--from", StringComparison.Ordinal))
            .SelectMany(one => one.Words.SkipLast(1)).ToList();

        Assert.Equal("*", lines[0]);
        Assert.Contains("**/.env*", lines.SkipWhile(line => line == "*" || line.StartsWith('!')));
        Assert.All(sent, path => Assert.Contains(copied, one => one == path));
        Assert.All(copied, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), path));
        Assert.All(copied, path => Assert.Contains(sent, one => path == one || path.StartsWith(one + "/", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"^#?(?<name>[A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex SettingName();
}
