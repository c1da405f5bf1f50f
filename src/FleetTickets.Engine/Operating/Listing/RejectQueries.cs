using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Operating.Listing;

/// <summary><c>tickets.import_rejects</c>, for a person who looks into them.</summary>
public static class RejectQueries
{
    /// <summary>Characters of a record that are shown; the table has up to 64 KiB of each.</summary>
    public const int ShownText = 160;

    // A reader may not see it: it is personal data. Without the right the column cannot even stand in the statement.
    private const string MaySeeTextSql = "select has_column_privilege('tickets.import_rejects', 'text', 'select')";

    private const string WithText = "select key as Key, line as Line, reason as Reason, left(text, 160) as Text";
    private const string WithoutText = "select key as Key, line as Line, reason as Reason, null as Text";

    private const string Newest =
        """
         from tickets.import_rejects
        where dataset = @Name
        order by reject_id desc
        limit @limit
        """;

    private const string OfFile =
        """
         from tickets.import_rejects
        where dataset = @Name and (key = @file or right(key, length(@file) + 1) = '/' || @file)
        order by key collate "C", etag, line
        """;

    private const string CountSql = "select count(*) from tickets.import_rejects where dataset = @Name";

    public static Task<long> CountAsync(NpgsqlConnection connection, TicketDataset dataset, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<long>(CountSql, new { dataset.Name, cancellation });

    /// <summary>The newest first.</summary>
    public static async Task<IReadOnlyList<RejectRow>> NewestAsync(
        NpgsqlConnection connection, TicketDataset dataset, int limit, CancellationToken cancellation) =>
        await MaySeeTextAsync(connection, cancellation)
            ? [.. await connection.QueryAsync<RejectRow>(WithText + Newest, new { dataset.Name, limit, cancellation })]
            : [.. await connection.QueryAsync<RejectRow>(WithoutText + Newest, new { dataset.Name, limit, cancellation })];

    /// <param name="file">A key, or the last part of one.</param>
    public static async Task<IReadOnlyList<RejectRow>> OfFileAsync(
        NpgsqlConnection connection, TicketDataset dataset, string file, CancellationToken cancellation) =>
        await MaySeeTextAsync(connection, cancellation)
            ? [.. await connection.QueryAsync<RejectRow>(WithText + OfFile, new { dataset.Name, file, cancellation })]
            : [.. await connection.QueryAsync<RejectRow>(WithoutText + OfFile, new { dataset.Name, file, cancellation })];

    private static Task<bool> MaySeeTextAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        connection.ExecuteScalarAsync<bool>(MaySeeTextSql, new { cancellation });
}

/// <summary>A rejected record.</summary>
/// <param name="Text">The beginning of it; null when the role may not see it.</param>
public sealed record RejectRow(string Key, long? Line, string Reason, string? Text);
