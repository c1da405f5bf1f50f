namespace FleetTickets.Engine.Schema;

/// <param name="Pending">Migrations that the database lacks, in the order in which they apply.</param>
/// <param name="Changed">Applied migrations whose text in this program is another than the one that was applied.</param>
public sealed record MigrationPlan(IReadOnlyList<Migration> Pending, IReadOnlyList<Migration> Changed)
{
    internal static MigrationPlan For(IReadOnlyList<Migration> migrations, IReadOnlyDictionary<string, string?> ledger) => new(
        [.. migrations.Where(migration => !ledger.ContainsKey(migration.FileName))],
        [.. migrations.Where(migration => ledger.GetValueOrDefault(migration.FileName) is { } applied && applied != migration.Checksum)]);
}
