using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Cli.Programs;
using Serilog;

namespace FleetTickets.UnitTests.Cli.Output;

public sealed class LogLineFormatterTests
{
    [Fact]
    public void ALineHasATimeALevelAndTheMessage() => Assert.Matches(
        "^\\d\\d:\\d\\d:\\d\\d info  Applied a\\.csv: 3 read\n$", Line(log => log.Information("Applied {File}: {Read} read", "a.csv", 3)));

    [Fact]
    public void EveryLevelIsAWord()
    {
        Assert.Contains(" debug m", Line(log => log.Debug("m")), StringComparison.Ordinal);
        Assert.Contains(" warn  m", Line(log => log.Warning("m")), StringComparison.Ordinal);
        Assert.Contains(" error m", Line(log => log.Error("m")), StringComparison.Ordinal);
        Assert.Contains(" error m", Line(log => log.Fatal("m")), StringComparison.Ordinal);
    }

    [Fact]
    public void ANameWithLineBreaksAndEscapesStaysOneHarmlessLine() => Assert.EndsWith(
        "file a\\u000a12:00:00 info  \\u001b[2Jforged\n", Line(log => log.Information("file {File}", "a\n12:00:00 info  \u001b[2Jforged")), StringComparison.Ordinal);

    [Fact]
    public void AStackTraceIsShownOnlyWhenAskedFor()
    {
        var failure = new IOException("disk full");

        Assert.DoesNotContain("IOException", Line(log => log.Error(failure, "failed")), StringComparison.Ordinal);
        Assert.Contains("System.IO.IOException: disk full", Line(log => log.Error(failure, "failed"), withStackTraces: true), StringComparison.Ordinal);
    }

    [Fact]
    public void AStackTraceSendsNoEscapesEither()
    {
        var failure = new IOException("no such file: \u001b[2J\r.csv");

        var lines = Line(log => log.Error(failure, "failed"), withStackTraces: true);
        Assert.Contains("no such file: \\u001b[2J\\u000d.csv", lines, StringComparison.Ordinal);
    }

    private static string Line(Action<ILogger> write, bool withStackTraces = false) => LogLines.Of(new LogLineFormatter(withStackTraces), write);
}
