namespace FleetTickets.Engine.Results;

/// <summary>Rows under named columns.</summary>
/// <param name="Rows">Each has a text for every column.</param>
public sealed record ResultTable(IReadOnlyList<ResultColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);

/// <param name="IsNumber">Numbers stand at the right of their column.</param>
public sealed record ResultColumn(string Name, bool IsNumber = false);
