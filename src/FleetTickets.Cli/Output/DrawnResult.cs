using FleetTickets.Engine.Results;
using Spectre.Console;

namespace FleetTickets.Cli.Output;

/// <summary>A result as tables for a terminal, no wider than it is. Nothing in it is markup: much of it comes from outside.</summary>
internal static class DrawnResult
{
    private const char NoBreak = '\u00a0';

    private static readonly Style Heading = new(decoration: Decoration.Bold);
    private static readonly Style Good = new(Color.Green, decoration: Decoration.Bold);
    private static readonly Style Look = new(Color.Yellow);

    public static void Draw(ResultSheet sheet, IAnsiConsole console)
    {
        console.Write(Line(sheet.Title, sheet.Remarks.Count > 0 ? Look : Good));
        if (sheet.Facts.Count > 0)
            console.Write(TableOf(sheet.Facts));
        if (sheet.Table is { Rows.Count: > 0 } table)
            console.Write(TableOf(table));
        foreach (var remark in sheet.Remarks)
            console.Write(Line($"! {remark}", Look));
    }

    private static Table TableOf(IReadOnlyList<Fact> facts)
    {
        var drawn = new Table().RoundedBorder().HideHeaders().AddColumns(new TableColumn("").NoWrap(), new TableColumn(""));
        foreach (var fact in facts)
            drawn.AddRow(new Text(OneLine.Of(fact.Label), Heading), new Text(string.Join("  ", fact.Parts.Select(Whole))));
        return drawn;
    }

    private static Table TableOf(ResultTable table)
    {
        var drawn = new Table().RoundedBorder();
        foreach (var column in table.Columns)
            drawn.AddColumn(new TableColumn(new Text(column.Name, Heading)) { Alignment = column.IsNumber ? Justify.Right : Justify.Left, NoWrap = column.IsWhole });
        foreach (var row in table.Rows)
            drawn.AddRow(row.Select(cell => new Text(OneLine.Of(cell))));
        return drawn;
    }

    /// <summary>A count and its name stay on one line; sentences may break.</summary>
    private static string Whole(string part) => part.Length <= 24 ? OneLine.Of(part).Replace(' ', NoBreak) : OneLine.Of(part);

    private static Text Line(string text, Style style) => new(OneLine.Of(text) + Environment.NewLine, style);
}
