using System.Globalization;
using FleetTickets.Engine.Faults;
using FleetTickets.Engine.Runs;

namespace FleetTickets.DatabaseTests.Chaos;

/// <summary>What happens to a worker when it has reached a point so many times.</summary>
internal enum Blow
{
    Nothing,

    /// <summary>As by SIGKILL: from here on it does nothing, and its connections end.</summary>
    Kill,

    /// <summary>An exception that nobody expects there.</summary>
    Throw,

    /// <summary>As by SIGTERM.</summary>
    Stop,

    CutAllConnections,
    CutLoading,
    CutLock,
}

/// <summary>One worker of a run, and what happens to it.</summary>
/// <param name="BucketFailures">Of a hundred calls so many fail.</param>
/// <param name="Seed">Of the failing calls.</param>
/// <param name="Batches">Which files it loads together.</param>
/// <param name="Lies">Of a hundred listed objects and bodies so many are not what they should be.</param>
internal sealed record WorkerPlan(Blow Blow, FaultPoint Point, int Time, int BucketFailures, int Seed, BatchRule Batches, int Lies)
{
    public static WorkerPlan Random(Random random)
    {
        var point = (FaultPoint)random.Next(Enum.GetValues<FaultPoint>().Length);
        return new WorkerPlan(
            (Blow)random.Next(Enum.GetValues<Blow>().Length),
            point,
            random.Next(1, point is FaultPoint.MidCopy ? 40 : 5),
            random.Next(2) * 5,
            random.Next(),
            // All that wait, or no more than a few of these files hold, or each by itself.
            new BatchRule(random.Next(3) == 0 ? int.MaxValue : 2, random.Next(2) == 0 ? long.MaxValue : 4096),
            random.Next(3) * 5);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Blow} at {PlannedFault.NameOf(Point)}@{Time}, {BucketFailures} % of bucket calls fail, {Lies} % of its listings and bodies are wrong, {Batches}");
}
