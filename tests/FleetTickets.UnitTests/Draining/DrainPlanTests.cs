using FleetTickets.Engine.Draining;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.UnitTests.Draining;

public sealed class DrainPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 15, 14, 0, 0, TimeSpan.Zero);

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void NewFilesAreLoadedOldestFirstWhateverTheListingsOrder(TicketDataset dataset)
    {
        var plan = Plan(dataset, ["2026-06-15T17-00-00.csv", "2026-06-14T08-00-00.csv", "2026-06-15T16-59-59.csv"]);

        Assert.Equal(["2026-06-14T08-00-00.csv", "2026-06-15T16-59-59.csv", "2026-06-15T17-00-00.csv"], plan.ToLoad.Select(file => file.Name));
        Assert.Empty(plan.ToArchive);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void AKeyThatIsListedTwiceIsOneFile(TicketDataset dataset)
    {
        var plan = Plan(dataset, ["2026-06-14T08-00-00.csv", "2026-06-14T08-00-00.csv", "notes.txt", "notes.txt"]);

        Assert.Single(plan.ToLoad);
        Assert.Single(plan.OtherNames);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void WhatTheLedgerHasIsOnlyArchived(TicketDataset dataset)
    {
        var plan = Plan(dataset, ["2026-06-14T08-00-00.csv", "2026-06-15T17-00-00.csv"], done: [("2026-06-14T08-00-00.csv", "tag")]);

        Assert.Equal(["2026-06-14T08-00-00.csv"], plan.ToArchive.Select(file => file.Name));
        Assert.Equal(["2026-06-15T17-00-00.csv"], plan.ToLoad.Select(file => file.Name));
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void AnotherUploadUnderADoneNameIsNew(TicketDataset dataset)
    {
        var plan = Plan(dataset, ["2026-06-14T08-00-00.csv"], done: [("2026-06-14T08-00-00.csv", "another tag")]);

        Assert.Single(plan.ToLoad);
        Assert.Empty(plan.ToArchive);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void ANameUpToADayAheadIsLoadedAndOneFurtherIsLeftAlone(TicketDataset dataset)
    {
        var plan = Plan(dataset, ["2026-06-16T17-00-00.csv", "2026-06-16T17-00-01.csv"]);

        Assert.Equal(["2026-06-16T17-00-00.csv"], plan.ToLoad.Select(file => file.Name));
        Assert.Equal([dataset.ChangesFolder + "2026-06-16T17-00-01.csv"], plan.FutureNames);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void ANameThatIsNoTimeIsLeftAlone(TicketDataset dataset)
    {
        var plan = Plan(dataset, ["latest.csv", "2026-02-31T17-00-00.csv", "older/2026-06-14T08-00-00.csv"]);

        Assert.Equal(3, plan.OtherNames.Count);
        Assert.Empty(plan.ToLoad);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void AnEmptyListingIsNothingToDo(TicketDataset dataset)
    {
        var plan = Plan(dataset, []);

        Assert.All([plan.ToLoad, plan.ToArchive], Assert.Empty);
        Assert.All([plan.FutureNames, plan.OtherNames], Assert.Empty);
    }

    private static DrainPlan Plan(TicketDataset dataset, IEnumerable<string> names, params IEnumerable<(string Name, string ETag)> done) => DrainPlan.For(
        dataset,
        [.. names.Select(name => new BucketObject(dataset.ChangesFolder + name, "tag", 1))],
        done.Select(file => new DoneUpload(dataset.ChangesFolder + file.Name, file.ETag, Superseded: false)).ToDictionary(upload => upload.Id),
        Now);
}
