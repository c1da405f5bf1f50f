using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Loading;

namespace FleetTickets.UnitTests.Loading;

public sealed class UpsertSqlTests
{
    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void TheStatementsAreTheApprovedOnes(TicketDataset dataset) =>
        Approved.Equal(
            $"upsert-{dataset.Name}",
            $"{UpsertSql.FindUnchanged(dataset)}\n\n{UpsertSql.UpdateChanged(dataset)}\n\n{UpsertSql.CountNew(dataset)}\n\n{UpsertSql.InsertNew(dataset)}\n");
}
