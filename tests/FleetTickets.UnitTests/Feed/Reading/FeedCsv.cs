using System.Text;
using FleetTickets.Engine.Feed;

namespace FleetTickets.UnitTests.Feed.Reading;

/// <summary>Small change files as text. A test names only the fields that it is about; the others are empty.</summary>
internal static class FeedCsv
{
    public static readonly string Header = string.Join(',', FeedColumns.All);

    /// <summary>A header and records, a line feed after each.</summary>
    public static string Of(params IEnumerable<string> records) => string.Concat(records.Prepend(Header).Select(line => line + "\n"));

    /// <summary>A record with these fields, written as they are given: quoted by the caller where need be.</summary>
    public static string Record(params (string Column, string Text)[] fields)
    {
        var texts = fields.ToDictionary(field => field.Column, field => field.Text);
        return string.Join(',', FeedColumns.All.Select(column => texts.GetValueOrDefault(column, "")));
    }

    public static string Ticket(string id) => Record((FeedColumns.TicketId, id));

    /// <summary>A field written so that it can hold anything.</summary>
    public static string Quoted(string value) => $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>One byte a letter: for files that are not UTF-8.</summary>
    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);
}
