using FleetTickets.Cli.Output;
using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;

namespace FleetTickets.UnitTests.Draining;

public sealed class RunSummaryTests
{
    private const string Watermark = "automations/inc/changes/2026-06-15T16-40-00.csv";

    [Fact]
    public void ADrainThatAppliedFiles() => Approved.Equal("summary-applied", PlainResult.Of(RunSummary.Of(Report(isDryRun: false, Outcomes.Applied, Outcomes.Late))));

    [Fact]
    public void ADryRun() => Approved.Equal("summary-dry-run", PlainResult.Of(RunSummary.Of(Report(isDryRun: true, Outcomes.Applied))));

    [Fact]
    public void EverythingThatAPersonShouldLookAt()
    {
        var report = Report(isDryRun: false, Outcomes.Drifted, Outcomes.Failed);
        report.FutureNames = ["automations/inc/changes/2099-01-01T00-00-00.csv"];
        report.HistoryFailure = "the database refused: broken";

        Approved.Equal("summary-attention", PlainResult.Of(RunSummary.Of(report)));
    }

    [Fact]
    public void OnATerminalItIsATable() =>
        Approved.Equal("summary-terminal", Terminal80.Shows(RunSummary.Of(Report(isDryRun: false, Outcomes.Applied, Outcomes.Late, Outcomes.Failed))));

    [Fact]
    public void NothingNew() => Approved.Equal("summary-nothing-new", PlainResult.Of(RunSummary.Of(Report(isDryRun: false))));

    [Fact]
    public void TheFirstRunHasNoWatermarkBefore() =>
        Approved.Equal("summary-first-dry-run", PlainResult.Of(RunSummary.Of(new RunReport(TicketDatasets.All[1], RunMode.FromBucket, isDryRun: true))));

    [Fact]
    public void ItFitsATerminal()
    {
        var report = Report(isDryRun: true, Outcomes.Drifted, Outcomes.Failed);
        report.FilesFound = 10_000;
        report.Add(Outcomes.Applied with { Rows = new RowCounts(1_000_000, 50_000, 49_999, 99_999, 1_000_000, 1_000_000, 1_000_000) });

        Assert.All(
            new[] { PlainResult.Of(RunSummary.Of(report)), Terminal80.Shows(RunSummary.Of(report)) }.SelectMany(shown => shown.Split('\n')),
            line => Assert.InRange(line.Length, 0, 80));
    }

    private static RunReport Report(bool isDryRun, params IReadOnlyList<FileOutcome> outcomes)
    {
        var report = new RunReport(TicketDatasets.All[0], RunMode.FromBucket, isDryRun)
        {
            FilesFound = outcomes.Count,
            WatermarkBefore = Watermark,
            WatermarkAfter = outcomes.Count == 0 ? Watermark : outcomes[0].File.Key,
            Elapsed = TimeSpan.FromSeconds(3.21),
        };
        foreach (var outcome in outcomes)
            report.Add(outcome);
        return report;
    }
}
