using System.Text.RegularExpressions;
using Npgsql;

namespace FleetTickets.Schema.TakeOver;

/// <summary>The read functions and views that go by another name, because somebody's own have theirs: <c>name_v2</c>.</summary>
/// <param name="Names">The names that are taken, with their schema.</param>
internal sealed record OtherNames(IReadOnlyCollection<string> Names)
{
    public const string Suffix = "_v2";

    private const string TakenSql =
        """
        select name
        from unnest($1) name
        where to_regclass(name || '_v2') is not null
          or exists (
            select from pg_proc p
            join pg_namespace n on n.oid = p.pronamespace
            where n.nspname || '.' || p.proname = name || '_v2')
        """;

    /// <summary>The names among those of the migrations whose object is there under the other one.</summary>
    public static async Task<OtherNames> ReadAsync(NpgsqlConnection connection, OwnNames ours, CancellationToken cancellation)
    {
        await using var question = new NpgsqlCommand(TakenSql, connection);
        question.Parameters.Add(new NpgsqlParameter { Value = ours.Readable.ToArray() });
        await using var rows = await question.ExecuteReaderAsync(cancellation);
        var names = new List<string>();
        while (await rows.ReadAsync(cancellation))
            names.Add(rows.GetString(0));
        return new OtherNames(names);
    }

    /// <summary>A script that makes and uses ours under the other names.</summary>
    public string In(string sql) => Names.Aggregate(
        sql, (text, name) => Regex.Replace(text, $@"(?<![\w.]){Regex.Escape(name)}(?!\w)", name + Suffix));
}
