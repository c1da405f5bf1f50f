using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Feed;

namespace FleetTickets.EndToEndTests;

public sealed class FaultVariableTests
{
    [Theory]
    [InlineData("before-comit:kill")]
    [InlineData("before-commit:explode")]
    public async Task AFaultThatNobodyKnowsIsRefusedAtTheStart(string fault)
    {
        var environment = new Dictionary<string, string> { [Fault.Variable] = fault };
        await using var running = RunningProgram.Start(TicketDatasets.Inc.Name, ["--status"], environment, Path.GetTempPath());

        var refused = (await running.EndAsync()).Expect(2);

        Assert.StartsWith($"error: FLEETTICKETS_FAULT is {fault}; expected POINT[@TIME]:ACTION, with POINT one of after-list, ", Assert.Single(refused.ErrorLines), StringComparison.Ordinal);
    }
}
