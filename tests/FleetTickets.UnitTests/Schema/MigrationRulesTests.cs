using System.Text.RegularExpressions;
using FleetTickets.Engine.Results;
using FleetTickets.Schema.Migrations;

namespace FleetTickets.UnitTests.Schema;

/// <summary>The rules of <c>migrations/README.md</c> that the text of a migration can break.</summary>
public sealed partial class MigrationRulesTests
{
    /// <summary>Each of them follows a statement that removes the object first.</summary>
    private static readonly string[] _afterADrop =
    [
        "06_inc_mttr_minutes.sql: add column mttr",
        "31_capture_what_was_written.sql: create index %2$I",
    ];

    public static TheoryData<string> Names => [.. Migration.All.Select(migration => migration.FileName)];

    [Fact]
    public void ReleasedMigrationsAreUnchanged() =>
        Approved.Equal("migration-checksums", string.Concat(Migration.All.Select(migration => $"{migration.Checksum}  {migration.FileName}\n")));

    [Theory]
    [MemberData(nameof(Names))]
    public void NamesAreANumberAndWords(string name) => Assert.Matches("^[0-9]{2}(_[a-z0-9]+)+[.]sql$", name);

    [Fact]
    public void NoNumberIsUsedTwice() => Assert.Distinct(Migration.All.Select(migration => migration.FileName[..2]));

    [Fact]
    public void EveryStatementCanRunAgain()
    {
        var once = Migration.All.SelectMany(migration => WorksOnce().Matches(migration.Sql).Select(found => $"{migration.FileName}: {found.Value.Trim()}"));

        Assert.Equal([], once.Except(_afterADrop));
    }

    [GeneratedRegex(
        @"^\s*(create (table|(unique )?index|extension|sequence) (?!if not exists)|create (view|function|trigger|rule|operator|type) |add column (?!if not exists))\S+",
        RegexOptions.Multiline)]
    private static partial Regex WorksOnce();
}
