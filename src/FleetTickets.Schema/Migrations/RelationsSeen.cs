namespace FleetTickets.Schema.Migrations;

/// <param name="Id">Its OID.</param>
/// <param name="Name">Its name, with its schema.</param>
/// <param name="File">The file that holds its rows; 0 without one.</param>
/// <param name="Written">Rows that the transaction has written by now.</param>
/// <param name="Mode">The strongest lock that the transaction holds; null without one.</param>
/// <param name="Strength">How strong that lock is, from 1; 0 without one.</param>
internal sealed record RelationSeen(long Id, string Name, long File, long Written, string? Mode, int Strength);

/// <summary>The tables and views at one moment of a transaction.</summary>
internal sealed record RelationsSeen(IReadOnlyList<RelationSeen> All)
{
    private readonly Dictionary<long, RelationSeen> _byId = All.ToDictionary(seen => seen.Id);

    /// <summary>What a script has done since the look before it.</summary>
    /// <param name="before">The look before it.</param>
    /// <param name="first">The look before the first script: nobody else waits for what the transaction itself has made.</param>
    /// <param name="script">Its name.</param>
    /// <param name="took">How long it ran.</param>
    public RehearsedStep Since(RelationsSeen before, RelationsSeen first, string script, TimeSpan took)
    {
        var old = All.Where(seen => first.Find(seen) is not null).Select(seen => seen with { Name = first.Find(seen)!.Name }).ToList();
        return new RehearsedStep(
            script,
            took,
            [.. old.Where(seen => seen.File > 0 && seen.File != before.Find(seen)?.File).Select(seen => seen.Name)],
            [.. All.Select(seen => (seen.Name, seen.Written - (before.Find(seen)?.Written ?? 0))).Where(written => written.Item2 > 0)],
            [.. old.Where(seen => seen.Strength > (before.Find(seen)?.Strength ?? 0))
                .OrderByDescending(seen => seen.Strength).Select(seen => (seen.Mode!, seen.Name))]);
    }

    private RelationSeen? Find(RelationSeen other) => _byId.GetValueOrDefault(other.Id);
}
