using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;

namespace FleetTickets.Schema;

/// <param name="Pending">Migrations that the database lacks, in the order in which they apply.</param>
/// <param name="Changed">Applied migrations whose text in this program is another than the one that was applied.</param>
/// <param name="TakeOver">How a database that another program has kept becomes ours; null when it is ours, or empty.</param>
public sealed record MigrationPlan(IReadOnlyList<Migration> Pending, IReadOnlyList<Migration> Changed, TakeOverPlan? TakeOver = null)
{
    internal static MigrationPlan For(IReadOnlyList<Migration> migrations, IReadOnlyDictionary<string, string?> ledger) => new(
        [.. migrations.Where(migration => !ledger.ContainsKey(migration.FileName))],
        [.. migrations.Where(migration => ledger.GetValueOrDefault(migration.FileName) is { } applied && !migration.IsAppliedAs(applied))]);

    /// <summary>Of a database that is not ours yet: every migration runs over what is there, whichever of them the other program applied.</summary>
    internal static MigrationPlan For(IReadOnlyList<Migration> migrations, TakeOverPlan takeOver) => new(migrations, [], takeOver);
}
