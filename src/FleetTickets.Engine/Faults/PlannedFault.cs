using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Serilog;

namespace FleetTickets.Engine.Faults;

/// <summary>One fault: where, at which time of being there, and what.</summary>
internal sealed partial class PlannedFault(FaultPoint point, int time, FaultAction action, TimeSpan delay)
{
    private int _reached;

    /// <summary>What <see cref="Parse"/> reads, for messages.</summary>
    public static string Grammar =>
        $"POINT[@TIME]:ACTION, with POINT one of {string.Join(", ", Enum.GetValues<FaultPoint>().Select(NameOf))}, "
        + "TIME a number from 1 on, ACTION one of kill, throw, hold, delay=SECONDS";

    public FaultPoint Point => point;

    /// <summary>It happens when the point is reached for this time, counted from 1.</summary>
    public int Time => time;

    public FaultAction Action => action;

    /// <summary>How long a <see cref="FaultAction.Delay"/> lasts.</summary>
    public TimeSpan Delay => delay;

    /// <summary>The point as the variable names it, e.g. <c>before-commit</c>.</summary>
    public static string NameOf(FaultPoint point) => InnerCapital().Replace(point.ToString(), "-$0").ToLowerInvariant();

    /// <summary>Null when there is nothing to read, or nothing that can be understood.</summary>
    public static PlannedFault? Parse(string? text)
    {
        if (text is null || Whole().Match(text) is not { Success: true } match)
            return null;
        foreach (var point in Enum.GetValues<FaultPoint>().Where(known => NameOf(known) == match.Groups["point"].Value))
        {
            return new PlannedFault(
                point,
                (int)NumberIn(match.Groups["time"], otherwise: 1),
                Enum.Parse<FaultAction>(match.Groups["action"].ValueSpan, ignoreCase: true),
                TimeSpan.FromSeconds(NumberIn(match.Groups["seconds"], otherwise: 0)));
        }
        return null;
    }

    public async ValueTask ReachAsync(FaultPoint reached, CancellationToken cancellation)
    {
        if (reached != point || Interlocked.Increment(ref _reached) != time)
            return;
        Log.Warning("Fault at {Point}, time {Time}: {Action}", NameOf(point), time, action);
        switch (action)
        {
            case FaultAction.Kill:
                Process.GetCurrentProcess().Kill();
                throw new UnreachableException();
            case FaultAction.Throw:
                throw new IOException($"planned for {NameOf(point)} by {Fault.Variable}");
            case FaultAction.Hold:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                break;
            case FaultAction.Delay:
                await Task.Delay(delay, cancellation);
                break;
        }
    }

    private static double NumberIn(Group group, double otherwise) =>
        group.Success ? double.Parse(group.ValueSpan, CultureInfo.InvariantCulture) : otherwise;

    [GeneratedRegex(@"\A(?<point>[a-z-]+)(@(?<time>[1-9][0-9]{0,8}))?:((?<action>kill|throw|hold)|(?<action>delay)=(?<seconds>[0-9]{1,3}(\.[0-9]{1,3})?))\z")]
    private static partial Regex Whole();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex InnerCapital();
}
