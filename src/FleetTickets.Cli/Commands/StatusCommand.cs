using System.CommandLine;
using FleetTickets.Engine.Operating.Status;

namespace FleetTickets.Cli.Commands;

/// <summary>The options of <c>--status</c>: its form, and the thresholds of its alarms.</summary>
/// <param name="drain">The mode of a run, which may find the dataset held as well.</param>
internal sealed class StatusCommand(Option drain) : IModeGroup
{
    private const double Year = 24 * 365;

    private readonly Option<bool> _status = CommonOptions.Flag("--status", "Show the watermark, waiting files, alarms and the last runs.");

    private readonly Option<FileInfo> _prometheus = new("--prometheus")
    {
        HelpName = "FILE",
        Description = "With --status: also write metrics to FILE, for the textfile collector of node_exporter.",
    };

    private readonly Option<double> _stalledAfter = Hours(
        "--stalled-after", "With --status: raise an alarm when the newest file is older. Only the hours from 06 to 21 EAT count.", StatusThresholds.Default.StalledAfter);

    private readonly Option<double> _idleAfter = Hours(
        "--idle-after", "With --status: raise an alarm when files have waited longer without a run. Only the hours from 06 to 21 EAT count.", StatusThresholds.Default.IdleAfter);

    private readonly Option<double> _heldAfter = Hours(
        "--held-after", "With --status or --from-bucket: raise an alarm when a run has held the dataset longer.", StatusThresholds.Default.HeldAfter);

    private readonly Option<long?> _maxRejects = new("--max-rejects")
    {
        HelpName = "N",
        Description = "With --status: raise an alarm when more records were rejected in the last 7 days. [default: no limit]",
    };

    private readonly Option<double?> _maxUnreadable = new("--max-unreadable")
    {
        HelpName = "PERCENT",
        Description = "With --status: raise an alarm when more of the timestamps that were given cannot be read. [default: no limit]",
    };

    public IReadOnlyList<Option> Modes => [_status];

    public IReadOnlyList<Option> Writing => [];

    public IReadOnlyList<Option> Answering => Modes;

    public IReadOnlyList<Refinement> Refinements =>
        [.. new Option[] { _prometheus, _stalledAfter, _idleAfter, _maxRejects, _maxUnreadable }.Select(option => new Refinement(option, _status)), new(_heldAfter, _status, drain)];

    public IReadOnlyList<HelpSection> Sections => [new("Inspect", [_status, .. Refinements.Select(refinement => refinement.Option)])];

    /// <exception cref="UsageException">A threshold is out of range, or there is no folder for the metrics.</exception>
    public LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply)
    {
        var maxRejects = parsed.GetValue(_maxRejects);
        if (maxRejects < 0)
            throw new UsageException($"{_maxRejects.Name} {maxRejects}: expected a whole number from 0");
        var maxUnreadable = parsed.GetValue(_maxUnreadable);
        if (maxUnreadable is not (null or (>= 0 and <= 100)))
            throw new UsageException($"{_maxUnreadable.Name} {maxUnreadable}: expected a number from 0 to 100");
        return new StatusRequest(common, new StatusThresholds(
            ReadHours(_stalledAfter, parsed), ReadHours(_idleAfter, parsed), ReadHeldAfter(parsed), maxRejects, maxUnreadable), MetricsOf(parsed));
    }

    /// <exception cref="UsageException">It is out of range.</exception>
    public TimeSpan ReadHeldAfter(ParseResult parsed) => ReadHours(_heldAfter, parsed);

    private FileInfo? MetricsOf(ParseResult parsed) => parsed.GetValue(_prometheus) switch
    {
        { Directory: not { Exists: true } } file => throw new UsageException($"{_prometheus.Name} {file}: no such folder: {file.DirectoryName}"),
        var file => file,
    };

    private static Option<double> Hours(string name, string description, TimeSpan normally) => new(name)
    {
        HelpName = "HOURS",
        Description = description,
        DefaultValueFactory = _ => normally.TotalHours,
    };

    private static TimeSpan ReadHours(Option<double> option, ParseResult parsed) => TimeSpan.FromHours(CommandLine.InRange(option, parsed, 0, Year));
}
