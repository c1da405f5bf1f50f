using System.CommandLine;
using FleetTickets.Engine.Datasets;

namespace FleetTickets.Engine.App;

/// <summary>The options of a loader and the rules between them.</summary>
internal sealed class LoaderCommand
{
    private readonly CommonOptions _common = new();
    private readonly IReadOnlyList<IModeGroup> _groups;
    private readonly Option<bool> _fromBucket;
    private readonly Option<FileInfo> _localFile;
    private readonly Option<bool> _status = CommonOptions.Flag("--status", "Show how far the dataset is, what waits, and the last runs");
    private readonly Option<bool> _reseed = CommonOptions.Flag("--reseed", "With --from-bucket: ignore what is stored and take every file (once, when the bucket was replaced)");
    private readonly Option<bool> _apply = CommonOptions.Flag("--apply", "Write; without it nothing is written, and the summary says what would happen");
    private readonly Option<bool> _json = CommonOptions.Flag("--json", "With --status: as JSON");

    private readonly Option<double> _maxRejectPercent = new("--max-reject-percent")
    {
        HelpName = "N",
        Description = "Set a file aside when more than N % of its records (and at least 100) are bad",
        DefaultValueFactory = _ => 5,
    };

    private readonly Option<double> _stalledAfter = new("--stalled-after")
    {
        HelpName = "HOURS",
        Description = "With --status: the feed has stalled when its newest file is older, counting 06-21 EAT",
        DefaultValueFactory = _ => 6,
    };

    public LoaderCommand(TicketDataset dataset)
    {
        _fromBucket = CommonOptions.Flag("--from-bucket", $"Load every new change file in {dataset.ChangesFolder}, oldest first, then archive it");
        _localFile = new Option<FileInfo>(dataset.LocalFileOption) { HelpName = "FILE", Description = "Load one local CSV instead of the bucket" };
        var needs = dataset.CarriesGeocoder ? SettingsNeeds.Bucket | SettingsNeeds.Geocoder : SettingsNeeds.Bucket;
        Root = new RootCommand($"Loads {dataset.Title} tickets from their change files into {dataset.Table}.\n\n{Variables.HelpFor(needs)}") { HelpName = dataset.Name };
        _groups = dataset.CarriesGeocoder ? [new GeocodeCommand(), new CurationCommand()] : [];
        Option[] ownOptions = [_fromBucket, _reseed, _localFile, _apply, _maxRejectPercent, _status, _json, _stalledAfter];
        foreach (var option in ownOptions.Concat(_groups.SelectMany(group => group.Modes.Concat(group.Refinements))))
            Root.Add(option);
        _common.AddTo(Root);
    }

    public RootCommand Root { get; }

    /// <exception cref="UsageException">The options do not go together, or a value is out of range.</exception>
    public LoaderRequest Read(ParseResult parsed)
    {
        var common = CommonOptions.Read(_common, parsed);
        var mode = CommandLine.ModeOf(parsed, [_fromBucket, _localFile, _status, .. _groups.SelectMany(group => group.Modes)]);
        Only(parsed, mode, _reseed, _fromBucket);
        Only(parsed, mode, _json, _status);
        Only(parsed, mode, _stalledAfter, _status);
        Only(parsed, mode, _apply, [_fromBucket, _localFile, .. _groups.SelectMany(group => group.Writing)]);
        Only(parsed, mode, _maxRejectPercent, _fromBucket, _localFile);
        foreach (var group in _groups)
        {
            foreach (var refinement in group.Refinements)
                Only(parsed, mode, refinement, group.Modes);
        }

        if (mode == _status)
            return new StatusRequest(common, parsed.GetValue(_json), TimeSpan.FromHours(InRange(_stalledAfter, parsed, 0, 24 * 365)));
        var apply = parsed.GetValue(_apply);
        if (_groups.FirstOrDefault(group => group.Modes.Contains(mode)) is { } chosen)
            return chosen.Read(parsed, mode, common, apply);
        var maxRejectPercent = InRange(_maxRejectPercent, parsed, 0, 100);
        return mode == _fromBucket
            ? new DrainRequest(common, apply, parsed.GetValue(_reseed), maxRejectPercent)
            : new LocalLoadRequest(common, apply, CommonOptions.Existing(_localFile, parsed)!, maxRejectPercent);
    }

    private static void Only(ParseResult parsed, Option mode, Option option, params IReadOnlyList<Option> with)
    {
        if (parsed.GetResult(option) is { Implicit: false } && !with.Contains(mode))
            throw new UsageException($"{option.Name} only goes with {string.Join(" or ", with.Select(partner => partner.Name))}");
    }

    private static double InRange(Option<double> option, ParseResult parsed, double from, double to) =>
        parsed.GetValue(option) is var value && value >= from && value <= to
            ? value
            : throw new UsageException($"{option.Name} {value}: expected a number from {from} to {to}");
}
