using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Faults;

public sealed class PlannedFaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("before-commit:kill", "BeforeCommit 1 Kill 00:00:00")]
    [InlineData("mid-copy@200:throw", "MidCopy 200 Throw 00:00:00")]
    [InlineData("between-copy-and-delete@2:hold", "BetweenCopyAndDelete 2 Hold 00:00:00")]
    [InlineData("after-list:delay=1.5", "AfterList 1 Delay 00:00:01.5000000")]
    public void AFaultIsAPointATimeAndAnAction(string text, string read)
    {
        var fault = PlannedFault.Parse(text)!;

        Assert.Equal(read, $"{fault.Point} {fault.Time} {fault.Action} {fault.Delay}");
    }

    [Fact]
    public void EveryPointHasAName() => Assert.All(
        Enum.GetValues<FaultPoint>(), point => Assert.Equal(point, PlannedFault.Parse($"{PlannedFault.NameOf(point)}:kill")!.Point));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("before-commit")]
    [InlineData("before-commit:explode")]
    [InlineData("before-commit@0:kill")]
    [InlineData("before-commit@-1:kill")]
    [InlineData("before-commit:delay")]
    [InlineData("before-commit:delay=long")]
    [InlineData("before-commit:kill=1")]
    [InlineData("before-commit:kill\n")]
    [InlineData("BeforeCommit:kill")]
    [InlineData("somewhere:kill")]
    public void AnythingElseIsNone(string? text) => Assert.Null(PlannedFault.Parse(text));

    [Fact]
    public async Task ItHappensAtItsTimeAndAtNoOther()
    {
        var fault = PlannedFault.Parse("mid-copy@2:throw")!;

        await fault.ReachAsync(FaultPoint.MidCopy, Cancellation);
        await fault.ReachAsync(FaultPoint.BeforeCommit, Cancellation);
        await Assert.ThrowsAsync<IOException>(async () => await fault.ReachAsync(FaultPoint.MidCopy, Cancellation));
        await fault.ReachAsync(FaultPoint.MidCopy, Cancellation);
    }

    [Fact]
    public async Task AHeldRunGoesOnWhenItIsStopped()
    {
        using var stop = new CancellationTokenSource();
        var held = PlannedFault.Parse("after-list:hold")!.ReachAsync(FaultPoint.AfterList, stop.Token).AsTask();
        Assert.False(held.IsCompleted);

        await stop.CancelAsync();

        await held;
    }

    [Fact]
    public async Task WithoutTheVariableNothingIsPlanned()
    {
        Assert.Null(Fault.Problem);
        foreach (var point in Enum.GetValues<FaultPoint>())
            await Fault.AtAsync(point, Cancellation);
    }
}
