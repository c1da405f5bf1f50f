using FleetTickets.Engine.Feed;
using FleetTickets.Schema.Migrations;
using Npgsql;
using NpgsqlTypes;

namespace FleetTickets.Schema.TakeOver;

/// <summary>Reads what another program has left, and what each object of it needs to become ours. Changes nothing.</summary>
/// <param name="connection">In a transaction, which can only read from then on.</param>
/// <param name="migrations">What is to be there afterwards.</param>
internal sealed class Inspection(NpgsqlConnection connection, IReadOnlyList<Migration> migrations)
{
    private readonly OwnNames _ours = new(migrations);

    public async Task<TakeOverPlan> ReadAsync(CancellationToken cancellation)
    {
        var findings = new List<TakeOverFinding>();
        // With nothing but pg_catalog in the path, the catalog spells every other name out in full.
        await connection.ExecuteAsync("set transaction read only; set local search_path to pg_catalog", cancellation);
        findings.AddRange(await AskAsync("bookkeeping.sql", [], cancellation));
        if (findings.Exists(finding => finding.Object is "tickets.import_meta"))
            findings.AddRange(await AskAsync("watermarks.sql", [], cancellation));
        findings.AddRange(await AskAsync("names.sql", [_ours.Tables, _ours.Views, _ours.Indexes, .. Columns(), _ours.Triggers], cancellation));
        findings.AddRange(await AskAsync("rights.sql", [Heads()[0]], cancellation));
        findings.AddRange(await AskAsync("views.sql", [_ours.Views, ReadFunctions()], cancellation));
        findings.AddRange(await AskAsync("ticket-tables.sql", [_ours.Indexes, _ours.Views, ReadFunctions()], cancellation));
        findings.AddRange(await AskAsync("functions.sql", Heads(), cancellation));
        findings.AddRange(await AskAsync("grants.sql", [], cancellation));
        findings.AddRange(await AskAsync("logins.sql", [], cancellation));
        if (!findings.Exists(finding => finding.IsObstacle || finding.Detail is "column geom" or "column geo_source"))
            findings.AddRange(await RefusedPointsAsync(findings, cancellation));
        var judged = new List<TakeOverFinding>();
        foreach (var group in findings.GroupBy(finding => finding.Object))
            judged.AddRange(await ReadFunction.JudgeAsync(connection, [.. group], cancellation));
        return TakeOverPlan.Of(judged);
    }

    /// <summary>Only of tables that have every column that the question takes.</summary>
    private async Task<IReadOnlyList<TakeOverFinding>> RefusedPointsAsync(List<TakeOverFinding> findings, CancellationToken cancellation)
    {
        if (!findings.Exists(finding => finding is { Object: "tickets.geo_clusters", Verb: TakeOverVerb.IsThere })
            || !findings.Exists(finding => finding is { Object: "tickets.geo_locations", Verb: TakeOverVerb.IsThere }))
            return [];
        var standing = TicketDatasets.All.Where(dataset => findings.Exists(finding => finding.Object == dataset.Table && finding.Verb is TakeOverVerb.IsThere))
            .Select(dataset => $"select geo_source, st_y(geom) as latitude, st_x(geom) as longitude from {dataset.Table}");
        var points = TakeOverScripts.RefusedPoints($"({string.Join(" union all ", standing)}) ticket");
        var postgis = await PostgisNames.ReadAsync(connection, cancellation);
        await using var question = new NpgsqlCommand(
            $"""
            select 'tickets.' || relation, 'leaves',
              format('%s unused: no ticket stands there, and it was refused or is more than 25 km from its cluster: %s',
                case count(*) when 1 then '1 point' else count(*) || ' points' end, string_agg(name, ', ' order by name)), null::text, null::text
            from ({postgis.In(points)}) refused
            group by relation
            order by 1
            """,
            connection);
        return await ReadAsync(question, cancellation);
    }

    private string[] ReadFunctions() => [.. _ours.Readable.Except(_ours.Views)];

    private string[][] Columns()
    {
        var columns = _ours.Columns;
        return [[.. columns.Select(column => column.Table)], [.. columns.Select(column => column.Name)], [.. columns.Select(column => column.Type)]];
    }

    private string[][] Heads() =>
    [
        [.. _ours.Functions.Select(function => function.Signature)],
        [.. _ours.Functions.Select(function => function.Arguments)],
        [.. _ours.Functions.Select(function => function.Result)],
    ];

    private async Task<IReadOnlyList<TakeOverFinding>> AskAsync(string file, string[][] parameters, CancellationToken cancellation)
    {
        await using var question = new NpgsqlCommand(EmbeddedFile.Read(file), connection);
        foreach (var parameter in parameters)
            question.Parameters.Add(new NpgsqlParameter { Value = parameter, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
        return await ReadAsync(question, cancellation);
    }

    private static async Task<IReadOnlyList<TakeOverFinding>> ReadAsync(NpgsqlCommand question, CancellationToken cancellation)
    {
        await using var rows = await question.ExecuteReaderAsync(cancellation);
        var findings = new List<TakeOverFinding>();
        while (await rows.ReadAsync(cancellation))
            findings.Add(new TakeOverFinding(rows.GetString(0), Word<TakeOverVerb>(rows, 1), Text(rows, 2), Word<TakeOverStage>(rows, 3), Text(rows, 4)));
        return findings;
    }

    private static T? Word<T>(NpgsqlDataReader rows, int column) where T : struct, Enum =>
        Text(rows, column) is { } words ? EnumWords.Parse<T>(words) : null;

    private static string? Text(NpgsqlDataReader rows, int column) => rows.IsDBNull(column) ? null : rows.GetString(column);
}
