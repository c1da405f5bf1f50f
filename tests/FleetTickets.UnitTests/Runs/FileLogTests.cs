using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.UnitTests.Draining;

namespace FleetTickets.UnitTests.Runs;

[Collection(ProcessWideState.Name)]
public sealed class FileLogTests
{
    [Fact]
    public void EachFileIsALineAndSoIsWhatIsOddAboutIt() => Approved.Equal(
        "file-log", Lines(isDryRun: false, Outcomes.Applied, Outcomes.Late, Outcomes.Drifted, Outcomes.Failed, Outcomes.Local));

    [Fact]
    public void ADryRunSaysWhatWouldHappen() => Approved.Equal("file-log-dry-run", Lines(isDryRun: true, Outcomes.Applied, Outcomes.Failed));

    [Theory]
    [InlineData(59, "59 s")]
    [InlineData(86_399, "23 h 59 min")]
    [InlineData(86_400, "1 d")]
    public void ALagIsItsTwoLargestUnits(int seconds, string shown) =>
        Assert.Contains($"{shown} behind", Lines(isDryRun: false, Outcomes.Late with { Lag = TimeSpan.FromSeconds(seconds) }), StringComparison.Ordinal);

    private static string Lines(bool isDryRun, params IEnumerable<FileOutcome> outcomes)
    {
        using var log = new WrittenLog();
        foreach (var outcome in outcomes)
            FileLog.Write(outcome, isDryRun);
        return log.Text;
    }
}
