using System.CommandLine;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Feed;

namespace FleetTickets.Cli.Commands;

/// <summary>The options of a loader and the rules between them.</summary>
internal sealed class LoaderCommand
{
    private readonly CommonOptions _common = new();
    private readonly StatusCommand _status;
    private readonly IReadOnlyList<IModeGroup> _groups;
    private readonly Option<bool> _fromBucket;
    private readonly Option<FileInfo> _localFile;
    private readonly Option<bool> _reseed = CommonOptions.Flag("--reseed", "With --from-bucket: begin a new epoch and load every file. Use it once, after the bucket was replaced.");
    private readonly Option<bool> _apply = CommonOptions.Flag("--apply", "Write. Without it nothing is changed, and the summary says what would happen.");

    private readonly Option<double> _maxRejectPercent = new("--max-reject-percent")
    {
        HelpName = "N",
        Description = "Move a file to failed/ when more than N % of its records, and at least 100, are bad.",
        DefaultValueFactory = _ => 5,
    };

    public LoaderCommand(TicketDataset dataset)
    {
        _fromBucket = CommonOptions.Flag("--from-bucket", $"Load the new files in {dataset.ChangesFolder}, oldest first, and archive them.");
        _localFile = new Option<FileInfo>(dataset.LocalFileOption) { HelpName = "FILE", Description = "Load one local CSV file instead." };
        if (dataset.CarriesGeocoder)
            _common.Json.Description = "With --status, --files, --rejects, --verify or a dry-run of --geocode-…: print JSON.";
        var needs = dataset.CarriesGeocoder ? SettingsNeeds.Bucket | SettingsNeeds.Geocoder : SettingsNeeds.Bucket;
        Root = new RootCommand($"Loads change files of {dataset.Title} tickets into {dataset.Table}.") { HelpName = dataset.Name };
        _status = new StatusCommand(_fromBucket);
        _groups = [_status, new LedgerCommand(), .. dataset.CarriesGeocoder ? [new GeocodeCommand(), new CurationCommand()] : Array.Empty<IModeGroup>()];
        Option[] ownOptions = [_fromBucket, _reseed, _localFile, _apply, _maxRejectPercent, _common.Json];
        foreach (var option in ownOptions.Concat(_groups.SelectMany(group => group.Modes.Concat(group.Refinements.Select(refinement => refinement.Option)))))
            Root.Add(option);
        _common.AddTo(Root);
        HelpSection[] sections =
        [
            new("Load", _fromBucket, _localFile, _apply, _reseed, _maxRejectPercent),
            .. _groups.SelectMany(group => group.Sections).Append(new HelpSection("Inspect", _common.Json)).GroupBy(section => section.Heading)
                .Select(same => new HelpSection(same.Key, [.. same.SelectMany(section => section.Options).Distinct()])),
        ];
        new HelpPage(Root, sections, [
            $"{dataset.Name} --from-bucket               # what would be loaded",
            $"{dataset.Name} --from-bucket --apply       # load it",
            $"{dataset.Name} --status                    # is everything fine?",
        ], needs).Install();
    }

    public RootCommand Root { get; }

    /// <exception cref="UsageException">The options do not go together, or a value is out of range.</exception>
    public LoaderRequest Read(ParseResult parsed)
    {
        var common = CommonOptions.Read(_common, parsed) with { AnswersJson = parsed.GetValue(_common.Json) };
        var mode = CommandLine.ModeOf(parsed, [_fromBucket, _localFile, .. _groups.SelectMany(group => group.Modes)]);
        CommandLine.Only(parsed, mode, _reseed, _fromBucket);
        CommandLine.Only(parsed, mode, _apply, [_fromBucket, _localFile, .. _groups.SelectMany(group => group.Writing)]);
        CommandLine.Only(parsed, mode, _maxRejectPercent, _fromBucket, _localFile);
        CommandLine.Only(parsed, mode, _common.Json, [.. _groups.SelectMany(group => group.Answering)]);
        foreach (var refinement in _groups.SelectMany(group => group.Refinements))
            CommandLine.Only(parsed, mode, refinement.Option, refinement.Modes);

        var apply = parsed.GetValue(_apply);
        if (_groups.FirstOrDefault(group => group.Modes.Contains(mode)) is { } chosen)
            return chosen.Read(parsed, mode, common, apply);
        var maxRejectPercent = CommandLine.InRange(_maxRejectPercent, parsed, 0, 100);
        return mode == _fromBucket
            ? new DrainRequest(common, apply, parsed.GetValue(_reseed), maxRejectPercent, _status.ReadHeldAfter(parsed))
            : new LocalLoadRequest(common, apply, CommonOptions.Existing(_localFile, parsed)!, maxRejectPercent);
    }
}
