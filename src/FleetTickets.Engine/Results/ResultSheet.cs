namespace FleetTickets.Engine.Results;

/// <summary>What a command answers, before anybody knows where it is shown: a title, labelled facts, a table, and what a person should look at.</summary>
public sealed record ResultSheet(string Title)
{
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    public ResultTable? Table { get; init; }

    /// <summary>A sentence each.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
