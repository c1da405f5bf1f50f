using FleetTickets.Engine.App;
using FleetTickets.Engine.Changes;
using FleetTickets.Engine.Reporting;
using Serilog;

namespace FleetTickets.UnitTests.Reporting;

[Collection(ProcessWideState.Name)]
public sealed class FileLogTests
{
    [Fact]
    public void EachFileIsALineAndSoIsWhatIsOddAboutIt() => Approved.Equal(
        "file-log", Lines(isDryRun: false, Outcomes.Applied, Outcomes.Late, Outcomes.Drifted, Outcomes.Failed, Outcomes.Local));

    [Fact]
    public void ADryRunSaysWhatWouldHappen() => Approved.Equal("file-log-dry-run", Lines(isDryRun: true, Outcomes.Applied, Outcomes.Failed));

    [Theory]
    [InlineData(59, "00:00:59 h")]
    [InlineData(86_399, "23:59:59 h")]
    [InlineData(86_400, "1 d 00:00 h")]
    public void ALagIsAsPreciseAsItIsShort(int seconds, string shown) =>
        Assert.Contains($"{shown} behind", Lines(isDryRun: false, Outcomes.Late with { Lag = TimeSpan.FromSeconds(seconds) }), StringComparison.Ordinal);

    /// <summary>What stderr shows, without the time of day.</summary>
    private static string Lines(bool isDryRun, params IEnumerable<FileOutcome> outcomes)
    {
        var sink = new CollectingSink(new LogLineFormatter(withStackTraces: false));
        var before = Log.Logger;
        using var logger = new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger();
        Log.Logger = logger;
        try
        {
            foreach (var outcome in outcomes)
                FileLog.Write(outcome, isDryRun);
        }
        finally
        {
            Log.Logger = before;
        }
        return string.Concat(sink.Lines.Select(line => line["HH:mm:ss ".Length..]));
    }
}
