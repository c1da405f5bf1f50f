using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Cli.Programs;
using Serilog;
using Serilog.Events;

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

    [Fact]
    public void RedirectedALineHasDateTimeAndZone() => Assert.Matches(
        @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d EAT warn  m\n$", Line(log => log.Warning("m"), prefix: LogPrefix.Date));

    [Theory]
    [InlineData(LogEventLevel.Debug, "<7>m\n")]
    [InlineData(LogEventLevel.Information, "<6>m\n")]
    [InlineData(LogEventLevel.Warning, "<4>m\n")]
    [InlineData(LogEventLevel.Error, "<3>m\n")]
    public void InTheJournalTheLevelIsItsNumberAndThereIsNoClock(LogEventLevel level, string line) =>
        Assert.Equal(line, Line(log => log.Write(level, "m"), prefix: LogPrefix.Journal));

    [Fact]
    public void InTheJournalEachLineOfAStackTraceHasTheLevel() => Assert.All(
        Line(log => log.Error(new IOException("disk full"), "failed"), withStackTraces: true, LogPrefix.Journal).Split('\n', StringSplitOptions.RemoveEmptyEntries),
        line => Assert.StartsWith("<3>", line, StringComparison.Ordinal));

    private static string Line(Action<ILogger> write, bool withStackTraces = false, LogPrefix prefix = LogPrefix.Clock) =>
        LogLines.Of(new LogLineFormatter(withStackTraces, prefix), write);
}
