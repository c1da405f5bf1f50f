using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Operating.Status;

/// <summary>What of a dataset's standing is for a person.</summary>
public sealed class StatusAlarmsTests
{
    private static readonly DateTime Moment = new(2026, 6, 15, 14, 0, 0, DateTimeKind.Utc);

    private static readonly StatusReport Healthy = new()
    {
        Dataset = "any",
        Waiting = new WaitingFiles(1, 10, "a", 0, 0, 5),
        StalledAfterHours = 6,
        HoursSinceLastDrain = 2,
        HoursWithoutProgress = 2,
        LastDrains = ["attention", "stopped", "killed"],
        UnappliedFiles = 0,
        FailedFiles = 0,
        NotArchivedFiles = 3,
        RejectsLast7Days = 100_000,
        UnreadableTimestamps = 1,
        HeldBy = new HeldBy(1, "ingest", null, null, Moment, 6),
        LastRuns = [Run("attention")],
    };

    public static TheoryData<string, StatusReport> Alarms { get; } = new()
    {
        { "stalled", Healthy with { Stalled = true } },
        { "failed_files", Healthy with { FailedFiles = 1 } },
        { "not_archived", Healthy with { StuckFiles = 1 } },
        { "future_names", Healthy with { Waiting = Healthy.Waiting with { Future = 1 } } },
        { "passed_over", Healthy with { HasPassedOver = true } },
        { "pending_migrations", Healthy with { PendingMigrations = ["20_conform.sql"] } },
        { "idle", Healthy with { HoursSinceLastDrain = 2.1 } },
        { "never_ran", Healthy with { NeverDrained = true, HoursSinceLastDrain = null, HoursWithoutProgress = null } },
        { "not_progressing", Healthy with { HoursWithoutProgress = 2.1 } },
        { "runs_cut_short", Healthy with { LastDrains = ["stopped", "killed", "killed"] } },
        { "abandoned_run", Healthy with { AbandonedRun = 7 } },
        { "bucket_unknown", Healthy with { BucketIsForeign = true } },
        { "unapplied_files", Healthy with { UnappliedFiles = 1 } },
        { "held", Healthy with { HeldBy = Healthy.HeldBy! with { Hours = 6.1 } } },
        { "last_run_failed", Healthy with { LastRuns = [Run("done") with { Mode = "retry" }, Run("failed"), Run("done")] } },
    };

    [Fact]
    public void NothingElseIsForAPerson() => Assert.Empty(StatusAlarms.Of(Healthy, StatusThresholds.Default));

    [Theory]
    [MemberData(nameof(Alarms))]
    public void EachHasItsWord(string code, StatusReport status) =>
        Assert.Equal([code], StatusAlarms.Of(status, StatusThresholds.Default).Select(alarm => alarm.Code));

    [Fact]
    public void RejectsAndUnreadableTimestampsCountFromAThresholdOn()
    {
        var strict = StatusThresholds.Default with { MaxRejects = 99_999, MaxUnreadablePercent = 99 };
        var equal = StatusThresholds.Default with { MaxRejects = 100_000, MaxUnreadablePercent = 100 };

        Assert.Equal(["rejects", "unreadable_timestamps"], StatusAlarms.Of(Healthy, strict).Select(alarm => alarm.Code));
        Assert.Empty(StatusAlarms.Of(Healthy, equal));
    }

    [Fact]
    public void WithoutFilesThatWaitNobodyHasToCome() => Assert.All(
        new[] { Healthy with { HoursSinceLastDrain = 100 }, Healthy with { HoursWithoutProgress = 100 }, Healthy with { NeverDrained = true } },
        status => Assert.Empty(StatusAlarms.Of(status with { Waiting = Healthy.Waiting with { Files = 0 } }, StatusThresholds.Default)));

    [Fact]
    public void TwoRunsThatWereCutShortAreNoHabit() =>
        Assert.Empty(StatusAlarms.Of(Healthy with { LastDrains = ["killed", "killed"] }, StatusThresholds.Default));

    [Fact]
    public void WhereNoRunComesItIsNotTheRunsThatMakeNoProgress() => Assert.Equal(
        ["idle"], StatusAlarms.Of(Healthy with { HoursSinceLastDrain = 3, HoursWithoutProgress = 3 }, StatusThresholds.Default).Select(alarm => alarm.Code));

    [Fact]
    public void WhatAnOlderSchemaDoesNotKnowIsNoAlarm() => Assert.Empty(StatusAlarms.Of(
        Healthy with { FailedFiles = null, RejectsLast7Days = null, UnreadableTimestamps = null, LastRuns = null, HoursSinceLastDrain = null, HeldBy = null },
        StatusThresholds.Default with { MaxRejects = 0, MaxUnreadablePercent = 0 }));

    private static RunRow Run(string outcome) => new(1, "from-bucket", Moment, null, outcome, 0, 0, 0, null);
}
