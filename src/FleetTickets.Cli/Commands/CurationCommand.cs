using System.CommandLine;
using System.Globalization;
using FleetTickets.Engine.Geocoding.Curation;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Cli.Commands;

/// <summary>The options by which a person looks after the gazetteers, in the program that carries the geocoder.</summary>
internal sealed class CurationCommand : IModeGroup
{
    private readonly Option<FileInfo> _import = new("--import-gazetteer")
    {
        HelpName = "FILE",
        Description = "Import points from a CSV file with the columns cluster[,location],latitude,longitude[,verified].",
    };

    private readonly Option<FileInfo> _review = new("--geocode-review")
    {
        HelpName = "FILE.html",
        Description = "Write a page for reviewing the places that nobody has verified, with maps and commands.",
    };

    private readonly Option<string[]> _verify = Keys("--geocode-verify", "Confirm the place that was found. KEY is LOCATION@CLUSTER or @CLUSTER.");
    private readonly Option<string[]> _reject = Keys("--geocode-reject", "Record that KEY is not a place. It gets no coordinates and is not looked up again.");

    private readonly Option<string[]> _move = new("--geocode-move")
    {
        HelpName = "KEY LAT LNG",
        Description = "Set the coordinates of KEY, in degrees.",
        Arity = new ArgumentArity(3, 3),
        AllowMultipleArgumentsPerToken = true,
    };

    public IReadOnlyList<Option> Modes => [_import, _review, _verify, _move, _reject];

    public IReadOnlyList<Option> Writing => [_import, _verify, _move, _reject];

    public IReadOnlyList<Option> Answering => [];

    public IReadOnlyList<HelpSection> Sections => [new("Geocode", [.. Modes, .. Refinements.Select(refinement => refinement.Option)])];

    public IReadOnlyList<Refinement> Refinements => [];

    /// <exception cref="UsageException">A value is wrong.</exception>
    public LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply)
    {
        if (mode == _import)
            return new ImportGazetteerRequest(common, apply, CommonOptions.Existing(_import, parsed)!);
        if (mode == _review)
            return new ReviewRequest(common, PageOf(parsed));
        if (mode == _move)
            return MoveOf(parsed, common, apply);
        var keys = parsed.GetValue(mode == _verify ? _verify : _reject)!.Select(key => KeyOf(mode, key)).ToList();
        return new DecisionRequest(common, apply, mode == _verify ? new Decision.Verify() : new Decision.Reject(), keys);
    }

    private static Option<string[]> Keys(string name, string description) => new(name)
    {
        HelpName = "KEY…",
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private FileInfo PageOf(ParseResult parsed)
    {
        var page = parsed.GetValue(_review)!;
        if (page.Directory is not { Exists: true })
            throw new UsageException($"{_review.Name} {page}: no such folder: {page.DirectoryName}");
        return Directory.Exists(page.FullName) ? throw new UsageException($"{_review.Name} {page}: is a folder; expected a file") : page;
    }

    private DecisionRequest MoveOf(ParseResult parsed, CommonRequest common, bool apply)
    {
        var words = parsed.GetValue(_move)!;
        var to = new GeoPoint(Degrees(words[1]), Degrees(words[2]));
        return to.IsInKenya
            ? new DecisionRequest(common, apply, new Decision.Move(to), [KeyOf(_move, words[0])])
            : throw new UsageException($"{_move.Name} {words[1]} {words[2]}: not in Kenya; latitude comes first");
    }

    private double Degrees(string word) =>
        double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var degrees)
            && double.IsFinite(degrees)
            ? degrees
            : throw new UsageException($"{_move.Name} {word}: expected KEY LAT LNG, in degrees such as -1.2820 36.7810");

    private static GazetteerKey KeyOf(Option option, string word)
    {
        try
        {
            return GazetteerKey.Parse(word);
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"{option.Name}: {wrong.Message}");
        }
    }
}
