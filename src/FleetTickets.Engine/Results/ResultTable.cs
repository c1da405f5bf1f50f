namespace FleetTickets.Engine.Results;

/// <summary>Rows under named columns.</summary>
/// <param name="Rows">Each has a text for every column.</param>
public sealed record ResultTable(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <param name="IsNumber">Numbers stand at the right of their column.</param>
/// <param name="IsWhole">Its texts are short, and people copy them: no line break parts them.</param>
public sealed record ResultColumn(string Name, bool IsNumber = false, bool IsWhole = false);
