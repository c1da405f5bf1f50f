using System.Globalization;
using System.Text.RegularExpressions;
using FleetTickets.Engine.Feed;
using FleetTickets.Schema.Migrations;
using Npgsql;

namespace FleetTickets.Schema.TakeOver;

/// <summary>The calls by which somebody's read function is compared with ours.</summary>
/// <param name="Arguments">The arguments of each call.</param>
/// <param name="OtherWindows">Windows that its text names and ours does not know.</param>
internal sealed partial record ReadCalls(IReadOnlyList<string> Arguments, IReadOnlyList<string> OtherWindows)
{
    private static readonly string[] _windows = ["today", "yesterday", "7d", "30d", "this_week", "this_month", "custom"];

    private const string TextSql =
        """
        select lower(pg_get_function_arguments(p.oid)), pg_get_functiondef(p.oid)
        from pg_proc p
        where p.prokind = 'f' and format('%s.%s', p.pronamespace::regnamespace, p.proname) = $1
        """;

    // The days on which the last tickets were closed, as the records have it: there the answer is not empty.
    private const string LastClosedSql =
        """
        select max(left(raw ->> 'closed_at', 10)) from $table$
        where raw ->> 'closed_at' ~ '^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])'
        having count(*) > 0
        """;

    public static async Task<ReadCalls> ForAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        var (parameters, text) = await TextAsync(connection, name, cancellation);
        if (parameters.Contains("p_open_only", StringComparison.Ordinal))
            return new ReadCalls(["", "p_open_only => false"], []);
        if (!parameters.Contains("p_window", StringComparison.Ordinal))
            return new ReadCalls([""], []);
        var last = await LastClosedAsync(connection, name, cancellation);
        return new ReadCalls(
            ["", .. _windows.Where(window => window != "custom").Select(window => $"p_window => '{window}'"), .. Custom(last)],
            [.. WindowsIn(text).Except(_windows).Order(StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Custom(DateOnly? last) => last is { } day
        ? [string.Create(CultureInfo.InvariantCulture, $"p_window => 'custom', p_from => '{day.AddDays(-6):yyyy-MM-dd}', p_to => '{day:yyyy-MM-dd}'")]
        : [];

    private static IEnumerable<string> WindowsIn(string text) =>
        ComparedWindow().Matches(text).SelectMany(compared => Literal().Matches(compared.Value)).Select(literal => literal.Groups["name"].Value).Distinct();

    private static async Task<(string Parameters, string Text)> TextAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var question = new NpgsqlCommand(TextSql, connection) { Parameters = { new() { Value = name } } };
        await using var rows = await question.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? (rows.GetString(0), rows.GetString(1)) : ("", "");
    }

    private static async Task<DateOnly?> LastClosedAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        if (TicketDatasets.All.FirstOrDefault(known => name.Contains($"_{known.Name}_", StringComparison.Ordinal)) is not { } dataset)
            return null;
        // Where the tables have another shape, which is an obstacle of its own, there is no answer.
        var day = await connection.TryAsync(
            () => connection.ReadTextsAsync(LastClosedSql.Replace("$table$", dataset.Table, StringComparison.Ordinal), cancellation), cancellation);
        return day is [var text, ..] ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
    }

    // p_window = 'a', p_window in ('a', 'b'), case p_window when 'a' then … when 'b' …
    [GeneratedRegex(@"p_window\b[^;']{0,40}?(=|\bin\b|\bany\b|\bwhen\b)[^;']*'[^']*'(::text)?([^;']{0,60}(,|\bwhen\b|\bor\b)[^;']*'[^']*'(::text)?)*", RegexOptions.IgnoreCase)]
    private static partial Regex ComparedWindow();

    [GeneratedRegex(@"(=|\bin\s*\(|,|\bwhen|\[)\s*'(?<name>[a-z0-9_ -]+)'", RegexOptions.IgnoreCase)]
    private static partial Regex Literal();
}
