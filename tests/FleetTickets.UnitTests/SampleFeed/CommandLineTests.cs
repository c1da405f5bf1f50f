using FleetTickets.Engine.Results;
using FleetTickets.SampleFeed;

namespace FleetTickets.UnitTests.SampleFeed;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--files 1", "--out")]
    [InlineData("--out {new} --tickets 0", "--tickets")]
    [InlineData("--out {new} --tickets many", "--tickets")]
    [InlineData("--out {new} --files -1", "--files")]
    [InlineData("--out {new} --rows-per-delta 1.5", "--rows-per-delta")]
    [InlineData("--out {new} --seed x", "--seed")]
    [InlineData("--out {new} --type alarm", "--type")]
    [InlineData("--out {new} --start 2026-06-15", "--start")]
    [InlineData("--out {new} --start 2026-02-31T06-00-00", "--start")]
    [InlineData("--out {new} --late-apart=false", "false")]
    [InlineData("--out {new} --unknown", "--unknown")]
    [InlineData("--out {new} --files 100000 --rows-per-delta 1000000", "--files")]
    [InlineData("--out {new} --next", "--next")]
    [InlineData("--out {feed}", "--next")]
    [InlineData("--out {feed} --next --seed 1", "--seed")]
    public void WrongUsageIsOneLineThatNamesTheOptionAndWritesNothing(string arguments, string named)
    {
        using var feed = new WrittenFeed("--tickets", "1", "--files", "1");
        var before = feed.Contents;
        var newDirectory = Path.Combine(feed.Root, "new");
        var errors = new StringWriter();
        var exitCode = CommandLine.Run(
            [.. arguments.Split(' ').Select(argument => argument switch { "{new}" => newDirectory, "{feed}" => feed.Root, _ => argument })],
            TextWriter.Null,
            errors);

        Assert.Equal(2, exitCode);
        var line = Assert.Single(errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Equal(before, feed.Contents);
    }

    [Fact]
    public void ADirectoryThatCannotBeMadeIsAFailureAndNoWrongUsage()
    {
        using var feed = new WrittenFeed("--tickets", "1", "--files", "1");
        var file = feed.ChangeFile("inc", 1);
        var errors = new StringWriter();
        Assert.Equal(1, CommandLine.Run(["--out", Path.Combine(file, "feed")], TextWriter.Null, errors));
        Assert.Contains(file, errors.ToString(), StringComparison.Ordinal);
    }
}
