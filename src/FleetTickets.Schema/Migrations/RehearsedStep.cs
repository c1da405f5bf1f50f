namespace FleetTickets.Schema.Migrations;

/// <summary>What one script did in a rehearsal.</summary>
/// <param name="Name">The script's name.</param>
/// <param name="Took">How long it ran.</param>
/// <param name="Rewritten">Tables whose rows were all written anew into another file.</param>
/// <param name="Written">Rows inserted, updated and deleted, by table.</param>
/// <param name="Locked">Locks that it took or made stronger, on what had been there before; they are held until the end.</param>
public sealed record RehearsedStep(
    string Name, TimeSpan Took, IReadOnlyList<string> Rewritten, IReadOnlyList<(string Table, long Rows)> Written, IReadOnlyList<(string Mode, string Relation)> Locked)
{
    /// <summary>What a person reads: the name, and a line for each thing that it did.</summary>
    public IEnumerable<string> Lines
    {
        get
        {
            yield return Name;
            yield return Sentence("takes", $"{Took.TotalSeconds:0.00} s");
            if (Rewritten.Count > 0)
                yield return Sentence("rewrites", string.Join(", ", Rewritten));
            if (Written.Count > 0)
                yield return Sentence("writes", string.Join(", ", Written.Select(written => $"{written.Rows:N0} {(written.Rows == 1 ? "row" : "rows")} of {written.Table}")));
            foreach (var locked in Locked.GroupBy(locked => locked.Mode))
                yield return Sentence("locks", $"{string.Join(", ", locked.Select(one => one.Relation))} in {locked.Key} mode");
        }
    }

    private static string Sentence(string verb, string detail) => $"  {verb,-14} {detail}";
}
