using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed;

public sealed class TicketDatasetTests
{
    [Fact]
    public void ThereAreIncidentsAndInstallationRequests() => Assert.Equal(["inc", "crq"], TicketDatasets.All.Select(dataset => dataset.Name));

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void FoldersTableAndOptionFollowFromTheName(TicketDataset dataset)
    {
        Assert.Equal($"automations/{dataset.Name}/changes/", dataset.ChangesFolder);
        Assert.Equal($"automations/{dataset.Name}/processed/", dataset.ProcessedFolder);
        Assert.Equal($"automations/{dataset.Name}/failed/", dataset.FailedFolder);
        Assert.Equal($"tickets.{dataset.Name}", dataset.Table);
        Assert.Equal($"--{dataset.Name}-csv", dataset.LocalFileOption);
    }

    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void ANameIsSafeInSqlAndInKeys(TicketDataset dataset) => Assert.Matches("^[a-z]+$", dataset.Name);
}
