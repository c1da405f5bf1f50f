using System.Text.RegularExpressions;

namespace FleetTickets.Engine.Schema;

/// <summary>The names that the migrations give, as their text has them.</summary>
internal sealed partial class OwnNames(IEnumerable<Migration> migrations)
{
    private readonly string _text = string.Join('\n', migrations.Select(migration => migration.Sql.ReplaceLineEndings("\n")));

    public string[] Indexes => Distinct(IndexName());

    public string[] Views => Distinct(ViewName());

    /// <summary>Every function once, as it is first made.</summary>
    public IReadOnlyList<OwnFunction> Functions =>
        [.. FunctionHead().Matches(_text)
            .Select(head => OwnFunction.Of(head.Groups["name"].Value, head.Groups["arguments"].Value, head.Groups["result"].Value))
            .DistinctBy(function => function.Signature)];

    /// <summary>What consumers call or select from, by name.</summary>
    public IEnumerable<string> Readable =>
        Functions.Select(function => function.Signature.Split('(')[0]).Where(name => name.StartsWith("reporting.", StringComparison.Ordinal)).Distinct().Concat(Views);

    private string[] Distinct(Regex name) => [.. name.Matches(_text).Select(found => found.Groups["name"].Value).Distinct()];

    [GeneratedRegex(@"create index if not exists (?<name>\w+)")]
    private static partial Regex IndexName();

    [GeneratedRegex(@"create or replace view (?<name>(tickets|reporting)\.\w+)")]
    private static partial Regex ViewName();

    [GeneratedRegex(@"create or replace function (?<name>(tickets|reporting)\.\w+)\((?<arguments>[^)]*)\)(\s+returns (?<result>\w+))?")]
    private static partial Regex FunctionHead();
}
