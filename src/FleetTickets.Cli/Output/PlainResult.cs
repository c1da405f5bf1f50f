using System.Text;
using FleetTickets.Engine.Results;

namespace FleetTickets.Cli.Output;

/// <summary>A result as aligned lines without escapes, for a log, a file or another program.</summary>
internal static class PlainResult
{
    private const string Gap = "  ";

    public static string Of(ResultSheet sheet)
    {
        var text = new StringBuilder();
        text.AppendLine(OneLine.Of(sheet.Title));
        var labels = sheet.Facts.Select(fact => fact.Label.Length).DefaultIfEmpty(0).Max();
        foreach (var fact in sheet.Facts)
            Line(text, [fact.Label.PadRight(labels), .. fact.Parts]);
        if (sheet.Table is { Rows.Count: > 0 } table)
            Append(text, table);
        foreach (var remark in sheet.Remarks)
            Line(text, [$"! {remark}"]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, ResultTable table)
    {
        IReadOnlyList<IReadOnlyList<string>> lines = [[.. table.Columns.Select(column => column.Name)], .. table.Rows.Select(row => row.Select(OneLine.Of).ToList())];
        var widths = table.Columns.Select((_, i) => lines.Max(line => line[i].Length)).ToList();
        foreach (var line in lines)
            Line(text, line.Select((cell, i) => table.Columns[i].IsNumber ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i])));
    }

    private static void Line(StringBuilder text, IEnumerable<string> parts) =>
        text.AppendLine((Gap + string.Join(Gap, parts.Select(OneLine.Of))).TrimEnd());
}
