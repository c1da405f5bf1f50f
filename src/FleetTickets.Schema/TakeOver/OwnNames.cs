using System.Text.RegularExpressions;
using FleetTickets.Engine.Feed;
using FleetTickets.Schema.Migrations;

namespace FleetTickets.Schema.TakeOver;

/// <summary>The names that the migrations give, as their text has them.</summary>
internal sealed partial class OwnNames(IEnumerable<Migration> migrations)
{
    private readonly string _text = string.Join('\n', migrations.Select(migration => migration.Sql.ReplaceLineEndings("\n")));

    /// <summary>Those that a migration makes for each type of tickets, too.</summary>
    public string[] Indexes =>
    [
        .. Distinct(IndexName()),
        .. Distinct(IndexOfEachType()).SelectMany(_ => TicketDatasets.All, (suffix, dataset) => dataset.Name + suffix),
    ];

    public string[] Triggers => Distinct(TriggerName());

    public string[] Tables => Distinct(TableName());

    /// <summary>The columns of the tables, as they are first made.</summary>
    public IReadOnlyList<(string Table, string Name, string Type)> Columns =>
        [.. TableHead().Matches(_text).SelectMany(
            table => Column().Matches(table.Groups["columns"].Value),
            (table, column) => (table.Groups["name"].Value, column.Groups["name"].Value, column.Groups["type"].Value))];

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

    [GeneratedRegex(@"dataset \|\| '(?<name>_\w+_idx)'")]
    private static partial Regex IndexOfEachType();

    [GeneratedRegex(@"create or replace trigger (?<name>\w+)")]
    private static partial Regex TriggerName();

    [GeneratedRegex(@"create table if not exists (?<name>tickets\.\w+) \(")]
    private static partial Regex TableName();

    [GeneratedRegex(@"create table if not exists (?<name>tickets\.\w+) \((?=\n)(?<columns>.*?)\n *\)", RegexOptions.Singleline)]
    private static partial Regex TableHead();

    // A constraint has no type behind its first word.
    [GeneratedRegex(@"\n +(?<name>\w+) (?<type>(text|bigint|integer|boolean|date|timestamptz|jsonb|numeric|double precision|xid8|uuid|bytea)(\[\])?)\b")]
    private static partial Regex Column();

    [GeneratedRegex(@"create or replace view (?<name>(tickets|reporting)\.\w+)")]
    private static partial Regex ViewName();

    [GeneratedRegex(@"create or replace function (?<name>(tickets|reporting)\.\w+)\((?<arguments>[^)]*)\)(\s+returns (?<result>\w+))?")]
    private static partial Regex FunctionHead();
}
