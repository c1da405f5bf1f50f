using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Operating.Status;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Commands;

public sealed class LoaderCommandTests
{
    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void ADrainWritesOnlyWithApply(TicketDataset dataset)
    {
        Assert.Equal((false, false, 5), Drain("--from-bucket"));
        Assert.Equal((true, false, 5), Drain("--from-bucket", "--apply"));
        Assert.Equal((false, true, 5), Drain("--reseed", "--from-bucket"));
        Assert.Equal((true, true, 12.5), Drain("--from-bucket", "--reseed", "--apply", "--max-reject-percent", "12.5"));

        (bool Apply, bool Reseed, double MaxRejectPercent) Drain(params string[] args) =>
            Assert.IsType<DrainRequest>(Read(dataset, args)) is var drain ? (drain.Apply, drain.Reseed, drain.MaxRejectPercent) : default;
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void ALocalFileIsLoadedInsteadOfTheBucket(TicketDataset dataset)
    {
        using var folder = new TemporaryDirectory();
        var csv = folder.Write("a file.csv", "");

        var local = Assert.IsType<LocalLoadRequest>(Read(dataset, dataset.LocalFileOption, csv, "--apply"));
        Assert.Equal((csv, true, SettingsNeeds.None), (local.Csv.FullName, local.Apply, local.Needs));
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void StatusIsForPeopleOrForPrograms(TicketDataset dataset)
    {
        var plain = Assert.IsType<StatusRequest>(Read(dataset, "--status"));
        Assert.Equal((false, TimeSpan.FromHours(6), SettingsNeeds.Bucket), (plain.Common.AnswersJson, plain.Thresholds.StalledAfter, plain.Needs));
        Assert.Equal(StatusThresholds.Default, plain.Thresholds);

        var json = Assert.IsType<StatusRequest>(Read(dataset, "--status", "--json", "--stalled-after", "1.5"));
        Assert.Equal((true, TimeSpan.FromMinutes(90)), (json.Common.AnswersJson, json.Thresholds.StalledAfter));

        var strict = Assert.IsType<StatusRequest>(
            Read(dataset, "--status", "--idle-after", "1", "--held-after", "0.5", "--max-rejects", "0", "--max-unreadable", "2.5"));
        Assert.Equal(new StatusThresholds(TimeSpan.FromHours(6), TimeSpan.FromHours(1), TimeSpan.FromMinutes(30), 0, 2.5), strict.Thresholds);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void TheVerbsOfTheLedgerAreModes(TicketDataset dataset)
    {
        Assert.Null(Assert.IsType<FilesRequest>(Read(dataset, "--files")).State);
        Assert.Equal("failed", Assert.IsType<FilesRequest>(Read(dataset, "--files", "--state", "failed")).State);
        Assert.Equal("a.csv", Assert.IsType<RejectsRequest>(Read(dataset, "--rejects", "--file", "a.csv")).File);
        Assert.IsType<VerifyRequest>(Read(dataset, "--verify"));

        var retry = Assert.IsType<RetryRequest>(Read(dataset, "--retry", "a.csv", "b.csv"));
        Assert.Equal((false, "a.csv b.csv"), (retry.Apply, string.Join(' ', retry.Keys!)));
        Assert.Null(Assert.IsType<RetryRequest>(Read(dataset, "--retry", "--unapplied", "--apply")).Keys);
        var skip = Assert.IsType<SkipRequest>(Read(dataset, "--skip", "a.csv", "--apply"));
        Assert.Equal((true, "a.csv"), (skip.Apply, string.Join(' ', skip.Keys)));
    }

    [Fact]
    public void WhatAllProgramsUnderstandIsUnderstood()
    {
        using var folder = new TemporaryDirectory();
        var envFile = folder.Write("other.env", "");

        var plain = Read(TicketDatasets.All[0], "--status").Common;
        Assert.Equal(new CommonRequest(null, IsJson: false, IsVerbose: false, MayShowProgress: true), plain);

        var all = Read(TicketDatasets.All[0], "--status", "--env-file", envFile, "--log-format", "json", "--verbose", "--no-progress").Common;
        Assert.Equal((envFile, true, true, false), (all.EnvFile?.FullName, all.IsJson, all.IsVerbose, all.MayShowProgress));
    }

    private static LoaderRequest Read(TicketDataset dataset, params string[] args)
    {
        var command = new LoaderCommand(dataset);
        return command.Read(CommandLine.Parse(command.Root, args, out _)!);
    }
}
