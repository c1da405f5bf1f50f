using FleetTickets.Cli.Configuration;
using FleetTickets.Cli;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Configuration;

public sealed class EnvFileTests
{
    [Theory]
    [InlineData("NAME=value", "value")]
    [InlineData("  NAME = value  ", "value")]
    [InlineData("export NAME=value", "value")]
    [InlineData("export\tNAME=value", "value")]
    [InlineData("export   NAME=value", "value")]
    [InlineData("\uFEFFNAME=value", "value")]
    [InlineData("\uFEFFexport NAME=\"a value\"\r", "a value")]
    [InlineData("NAME=", "")]
    [InlineData("NAME=\"a value\"", "a value")]
    [InlineData("NAME='a value'", "a value")]
    [InlineData("NAME=\"half", "\"half")]
    [InlineData("NAME=\"", "\"")]
    [InlineData("NAME=a=b", "a=b")]
    [InlineData("NAME=a # b", "a # b")]
    [InlineData("NAME=$HOME `id` $(id) \\n", "$HOME `id` $(id) \\n")]
    public void AValueIsTakenAsItStands(string line, string value) => Assert.Equal(value, Parse(line)["NAME"]);

    [Fact]
    public void BlankLinesAndCommentsAreNone() => Assert.Empty(Parse("", "   ", "# NAME=value", "  # and more"));

    [Fact]
    public void TheLastOfANameCounts() => Assert.Equal("two", Parse("NAME=one", "NAME=two")["NAME"]);

    [Theory]
    [InlineData("the-secret")]
    [InlineData("=the-secret")]
    [InlineData("A NAME=the-secret")]
    [InlineData("NAME-2=the-secret")]
    [InlineData("2NAME=the-secret")]
    [InlineData("exportNAME-2=the-secret")]
    public void AnyOtherLineIsNamedByItsNumberAndNotShown(string line)
    {
        var wrong = Assert.Throws<UsageException>(() => Parse("", line));

        Assert.Equal(".env, line 2: expected NAME=value", wrong.Message);
    }

    [Fact]
    public void TheNearestFileAboveIsFound()
    {
        using var root = new TemporaryDirectory();
        root.Write("FleetTickets.sln", "");
        var file = root.Write(".env", "");
        var folder = Directory.CreateDirectory(root.PathOf("src/FleetTickets.Program"));

        Assert.Equal(file, EnvFile.FindFrom(folder)?.FullName);
        var nearer = root.Write("src/.env", "");
        Assert.Equal(nearer, EnvFile.FindFrom(folder)?.FullName);
    }

    [Fact]
    public void BeyondTheSolutionsFolderNobodyLooks()
    {
        using var root = new TemporaryDirectory();
        root.Write(".env", "");
        root.Write("project/FleetTickets.sln", "");

        Assert.Null(EnvFile.FindFrom(Directory.CreateDirectory(root.PathOf("project/src"))));
    }

    [Fact]
    public void WithoutAFolderThereIsNoFile() => Assert.Null(EnvFile.FindFrom(null));

    private static IReadOnlyDictionary<string, string> Parse(params string[] lines) => EnvFile.Parse(".env", lines);
}
