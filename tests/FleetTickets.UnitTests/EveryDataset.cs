using FleetTickets.Engine.Feed;

namespace FleetTickets.UnitTests;

/// <summary>For theories that hold for every ticket type.</summary>
public sealed class EveryDataset : TheoryData<TicketDataset>
{
    public EveryDataset()
    {
        foreach (var dataset in TicketDatasets.All)
            Add(new TheoryDataRow<TicketDataset>(dataset) { Label = dataset.Name });
    }
}
