using FleetTickets.Engine.Feed;

namespace FleetTickets.Schema.TakeOver;

/// <summary>How a database that another program has kept becomes ours: what a person reads of it, and the steps.</summary>
public sealed record TakeOverPlan
{
    private TakeOverPlan(IReadOnlyList<TakeOverFinding> findings, OtherNames taken)
    {
        Findings = findings;
        Taken = taken;
    }

    /// <summary>What is there, object by object, and what is done about it.</summary>
    internal IReadOnlyList<TakeOverFinding> Findings { get; }

    /// <summary>Names of ours that somebody's own objects keep.</summary>
    internal OtherNames Taken { get; }

    /// <summary>A line for each thing that keeps the database from being taken over.</summary>
    public IReadOnlyList<string> Obstacles =>
        [.. Findings.Where(finding => finding.IsObstacle).Select(finding => finding.Verb is TakeOverVerb.Blocks
            ? $"{finding.Object}: {finding.Detail}"
            : $"{finding.Object} {finding.Verb!.Value.ToWords()}: {finding.Detail}")];

    /// <summary>What a person reads: each object with a line for all that is said of it.</summary>
    public IEnumerable<string> Lines => LinesOf(finding => finding is { Detail: not null, Verb: not null and not TakeOverVerb.Needs });

    /// <summary>What somebody has to do when it is done: the same, for each login.</summary>
    public IEnumerable<string> Afterwards => LinesOf(finding => finding.Verb is TakeOverVerb.Needs);

    /// <summary>Tickets cannot go to their places as the tables of tickets are: a column is missing, or a constraint refuses what it would hold.</summary>
    internal bool PlacesNeedWay => Findings.Any(finding =>
        finding is { Stage: TakeOverStage.Tables, Statement: not null } && TicketDatasets.All.Any(dataset => dataset.Table == finding.Object)
        && (finding.Statement.Contains(" add column ", StringComparison.Ordinal) || finding.Statement.Contains(" drop constraint ", StringComparison.Ordinal)
            || finding.Statement.StartsWith("update ", StringComparison.Ordinal)));

    internal static bool IsOfPlaces(TakeOverFinding finding) => finding.Object is "tickets.geo_clusters" or "tickets.geo_locations";

    /// <summary>The statements of a stage, in the order in which they run.</summary>
    internal IEnumerable<string> Statements(TakeOverStage stage) =>
        Statements(stage, _ => true);

    internal IEnumerable<string> Statements(TakeOverStage stage, Func<TakeOverFinding, bool> which) =>
        Findings.Where(finding => finding.Stage == stage && finding.Statement is not null && which(finding)).Select(finding => finding.Statement!);

    private IEnumerable<string> LinesOf(Func<TakeOverFinding, bool> which) =>
        Findings.Where(which)
            .GroupBy(finding => finding.Object)
            .OrderBy(thing => thing.Key, StringComparer.Ordinal)
            .SelectMany(thing => thing.GroupBy(finding => finding.Verb!.Value).SelectMany(Sentences).Prepend(thing.Key));

    /// <summary>Plain columns share a line; every other sentence has its own.</summary>
    private static IEnumerable<string> Sentences(IGrouping<TakeOverVerb, TakeOverFinding> said)
    {
        const string Column = "column ";
        var columns = said.ToLookup(finding => finding.Detail!.StartsWith(Column, StringComparison.Ordinal) && !finding.Detail.Contains(',', StringComparison.Ordinal));
        if (columns[true].Count() > 1)
            yield return Sentence(said.Key, $"columns {string.Join(", ", columns[true].Select(finding => finding.Detail![Column.Length..]))}");
        foreach (var finding in columns[true].Count() > 1 ? columns[false] : said)
            yield return Sentence(said.Key, finding.Detail!);
    }

    private static string Sentence(TakeOverVerb verb, string detail) => $"  {verb.ToWords(),-14} {detail}";

    internal static TakeOverPlan Of(IReadOnlyList<TakeOverFinding> findings) => new(
        findings,
        new OtherNames([.. findings.Where(finding => finding.Verb is TakeOverVerb.KeepsName).Select(finding => finding.Statement!).Distinct()]));
}
