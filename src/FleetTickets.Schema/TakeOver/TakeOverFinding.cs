namespace FleetTickets.Schema.TakeOver;

/// <summary>One thing about an object of the database that is taken over, and what is done about it.</summary>
/// <param name="Object">Its name.</param>
/// <param name="Verb">What a person is told: is there, adds, changes, drops, leaves; or why nothing can be done. Null: a step of another finding.</param>
/// <param name="Detail">The rest of the sentence.</param>
/// <param name="Stage">When the statement runs; null without one.</param>
internal sealed record TakeOverFinding(string Object, string? Verb, string? Detail, string? Stage, string? Statement)
{
    public const string Leaves = "leaves";
    public const string Changes = "changes";
    public const string Needs = "needs";

    /// <summary>The take-over cannot be done: what is there is not what this program knows to read, or others build on it.</summary>
    public bool IsObstacle => Verb is "cannot be read" or "blocks";
}
