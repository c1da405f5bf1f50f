using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Runs;
using FleetTickets.UnitTests.Draining;

namespace FleetTickets.UnitTests.Runs;

public sealed class RunReportTests
{
    private readonly RunReport _report = new(TicketDatasets.All[0], RunMode.FromBucket, isDryRun: false);

    [Fact]
    public void FilesAreCountedByWhatBecameOfThem()
    {
        foreach (var outcome in new[] { Outcomes.Applied, Outcomes.Late, Outcomes.Drifted, Outcomes.Failed, Outcomes.Local })
            _report.Add(outcome);

        Assert.Equal((4, 1, 1, 1), (_report.FilesApplied, _report.FilesLate, _report.FilesFailed, _report.FilesTruncated));
    }

    [Fact]
    public void RowsAddUp()
    {
        _report.Add(Outcomes.Late);
        _report.Add(Outcomes.Drifted);

        Assert.Equal(new RowCounts(Read: 7, Dropped: 1, Rejected: 1, Superseded: 2, Updated: 1, Unchanged: 2), _report.Rows);
    }

    [Fact]
    public void AnUnreadableFileIsNotLateWhateverItsName()
    {
        _report.Add(Outcomes.Failed);

        Assert.Equal(0, _report.FilesLate);
    }

    [Fact]
    public void ARunNeedsNoAttentionForALateFile()
    {
        _report.Add(Outcomes.Applied);
        _report.Add(Outcomes.Late);

        Assert.False(_report.NeedsAttention);
        Assert.Equal(new RunEnd(Outcome.Done, null), RunEnd.From(_report));
    }

    [Fact]
    public void WhatAPersonMightWantToKnowIsNoReasonForAnAlarmByItself()
    {
        _report.Add(Outcomes.Applied with { Truncated = true, UnknownColumns = ["priority"], MissingColumns = ["owner"] });
        (_report.Silence, _report.IsStalled) = (TimeSpan.FromHours(7), true);

        Assert.Equal(new RunEnd(Outcome.Done, null), RunEnd.From(_report));
        Assert.Equal(
            [FindingKind.FeedStalled, FindingKind.ExportTruncated, FindingKind.NewColumn, FindingKind.MissingColumn],
            Findings.Of(_report).Select(finding => finding.Kind));
    }

    [Fact]
    public void NamesFromOutsideAreFewAndShort()
    {
        _report.Add(Outcomes.Applied with { UnknownColumns = [.. Enumerable.Range(0, 1_000).Select(i => $"{i}{new string('x', 5_000)}")] });

        var finding = Assert.Single(Findings.Of(_report));
        Assert.Equal(1_000, finding.Count);
        Assert.InRange(finding.Remark.Length, 1, 400);
    }

    [Fact]
    public void ARunWithoutFilesIsDone() => Assert.Equal(new RunEnd(Outcome.Done, null), RunEnd.From(_report));

    [Fact]
    public void AFailedFileARejectedRecordOrANameInTheFutureNeedsAttention()
    {
        var failed = new RunReport(_report.Dataset, RunMode.FromBucket, isDryRun: false);
        failed.Add(Outcomes.Failed);
        var rejected = new RunReport(_report.Dataset, RunMode.FromBucket, isDryRun: false);
        rejected.Add(Outcomes.Drifted);
        var future = new RunReport(_report.Dataset, RunMode.FromBucket, isDryRun: true) { FutureNames = ["2099-01-01T00-00-00.csv"] };

        Assert.All(new[] { failed, rejected, future }, report => Assert.Equal(new RunEnd(Outcome.Attention, null), RunEnd.From(report)));
    }
}
