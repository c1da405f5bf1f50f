namespace FleetTickets.Schema.TakeOver;

/// <summary>One thing about an object of the database that is taken over, and what is done about it.</summary>
/// <param name="Object">Its name.</param>
/// <param name="Verb">Null: the statement is a step of another finding.</param>
/// <param name="Detail">The rest of the sentence.</param>
/// <param name="Stage">When the statement runs; null without one.</param>
internal sealed record TakeOverFinding(string Object, TakeOverVerb? Verb, string? Detail, TakeOverStage? Stage, string? Statement)
{
    /// <summary>The take-over cannot be done.</summary>
    public bool IsObstacle => Verb is TakeOverVerb.CannotBeRead or TakeOverVerb.Blocks;
}
