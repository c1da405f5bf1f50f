using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;
using FleetTickets.Engine.Results;
using FleetTickets.Engine.Verifying;

namespace FleetTickets.UnitTests.Verifying;

/// <summary>Which file is asked when, and where its content is.</summary>
public sealed class VerifyPlanTests
{
    private static readonly TicketDataset Dataset = TicketDatasets.All[0];

    [Fact]
    public void NewerEpochsAndFilesAndLaterRunsAreAskedFirst()
    {
        var ledger = new[] { Row(7, "a", run: 1), Row(8, "b", run: 1), Row(7, "c", run: 2), Row(6, "d", run: 3, epoch: 1) };

        var files = Plan(ledger);

        Assert.Equal(["d", "b", "c", "a"], files.Select(file => file.Row?.ETag));
    }

    [Fact]
    public void AnObjectIsFoundByItsTagOrByTheNameThatTheLedgerNoted()
    {
        var ledger = new[] { Row(7, "a", archivedAs: "07"), Row(8, "b", archivedAs: "08"), Row(9, "c") };

        // As after a copy of the bucket: new tags. The last one's move was not noted.
        var files = Plan(ledger, Processed("07", "a"), Processed("08", "other"), Processed("09", "another"));

        Assert.Equal(["c", "b", "a"], files.Select(file => file.Row?.ETag));
        Assert.Equal(["another", "other", "a"], files.Select(file => file.Content?.ETag));
    }

    [Fact]
    public void TheSecondUploadOfANameIsFoundByTheTagInItsName()
    {
        var ledger = new[] { Row(7, "a", archivedAs: "07"), Row(7, "b", run: 2) };

        var files = Plan(ledger, Processed("07", "new-a"), Processed("07", "new-b", nameTag: "b"));

        Assert.Equal([("b", "new-b"), ("a", "new-a")], files.Select(file => (file.Row?.ETag, file.Content?.ETag)));
    }

    [Fact]
    public void WhatNoRunHasAppliedIsPlacedByItsTime()
    {
        var ledger = new[] { Row(7, "a"), Row(9, "b") };

        var files = VerifyPlan.For(
            Dataset, new DatasetState($"{Dataset.ChangesFolder}2026-06-15T09-00-00.csv", 0, false), ledger, [Waiting(9, "w")], [], [Processed("08", "x")]);

        Assert.Equal(["w", null, "x", null], files.Select(file => file.Content?.ETag));
        Assert.Equal([null, "b", null, "a"], files.Select(file => file.Row?.ETag));
    }

    /// <summary>The ledger's row of a file of the epoch may be lost, as after a restored backup.</summary>
    [Fact]
    public void SinceAReseedAnUnknownFileThatIsNewerThanTheOldestAppliedOneIsOfTheEpoch()
    {
        var ledger = new[] { Row(5, "first", epoch: 1), Row(9, "last", epoch: 1), Row(8, "old") };

        var files = VerifyPlan.For(
            Dataset, new DatasetState($"{Dataset.ChangesFolder}2026-06-15T09-00-00.csv", 1, false), ledger, [], [],
            [Processed("04", "before"), Processed("06", "lost")]);

        Assert.Equal(["last", "lost", "first", "old", "before"], files.Select(file => file.Row?.ETag ?? file.Content?.ETag));
    }

    [Fact]
    public void SinceAReseedAnUnknownOldFileIsFromBeforeTheFirst()
    {
        var ledger = new[] { Row(5, "new", epoch: 1), Row(7, "old") };

        var files = VerifyPlan.For(
            Dataset, new DatasetState($"{Dataset.ChangesFolder}2026-06-15T05-00-00.csv", 1, false), ledger, [], [],
            [Processed("04", "before"), Processed("06", "after")]);

        Assert.Equal(["after", "new", "old", "before"], files.Select(file => file.Row?.ETag ?? file.Content?.ETag));
    }

    [Fact]
    public void FailedAndSkippedFilesHaveNoSay()
    {
        var ledger = new[] { Row(7, "a", status: FileStatus.Failed), Row(8, "b", status: FileStatus.Skipped) };

        Assert.Empty(Plan(ledger, Processed("08", "b")));
    }

    private static IReadOnlyList<VerifiedFile> Plan(IReadOnlyList<LedgerFile> ledger, params ArchivedFile[] processed) =>
        VerifyPlan.For(Dataset, new DatasetState(null, 0, false), [.. ledger.OrderByDescending(row => (row.Epoch, row.Time, row.RunId))], [], [], processed);

    private static LedgerFile Row(int hour, string tag, long run = 1, int epoch = 0, FileStatus status = FileStatus.Applied, string? archivedAs = null) => new(
        $"{Dataset.ChangesFolder}{NameOf(hour)}", tag, 10, TimeOf(hour), status, epoch, false, new RowCounts(), run, archivedAs is not null,
        archivedAs is null ? null : $"{Dataset.ProcessedFolder}{NameOf(hour)}", null);

    private static ArchivedFile Processed(string hour, string tag, string? nameTag = null) => ArchivedFile.From(
        new BucketObject($"{Dataset.ProcessedFolder}2026-06-15T{hour}-00-00{(nameTag is null ? "" : $".{nameTag}")}.csv", tag, 10), Dataset.ProcessedFolder)!;

    private static ChangeFile Waiting(int hour, string tag) => new(new BucketObject($"{Dataset.ChangesFolder}{NameOf(hour)}", tag, 10), TimeOf(hour));

    private static string NameOf(int hour) => $"2026-06-15T{hour:00}-00-00.csv";

    private static DateTimeOffset TimeOf(int hour) => new(2026, 6, 15, hour, 0, 0, ChangeFile.EastAfricaTime);
}
