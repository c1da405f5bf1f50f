using FleetTickets.Engine.Results;
using FleetTickets.Schema;

namespace FleetTickets.DatabaseTests.Schema;

public sealed class LeastPrivilegeRolesTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    [Fact]
    public async Task AfterAMigrationByAUserWhoMayCreateRolesNoneIsMissing() =>
        Assert.Empty(await LeastPrivilegeRoles.MissingAsync(database.DataSource, TestContext.Current.CancellationToken));
}
