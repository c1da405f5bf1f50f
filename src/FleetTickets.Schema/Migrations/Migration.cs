using System.Security.Cryptography;
using System.Text;

namespace FleetTickets.Schema.Migrations;

/// <summary>One script of migrations/, named as in the ledger.</summary>
public sealed record Migration(string FileName, string Sql)
{
    private const string ResourceFolder = "migrations/";

    /// <summary>Of texts that were edited because they could not run on a database to be taken over; where they could, they did the same.</summary>
    private static readonly HashSet<(string Number, string Checksum)> _formerChecksums =
    [
        // Commented every column of inc on crq, which lacks those that somebody has added to inc alone.
        ("15", "75e79d0319e5c3cf654aece8c4098256d00e58c9db9cb1b463b51ec3378aca23"),
    ];

    /// <summary>Every migration of this program, in the order in which they apply.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. ReadEmbedded().OrderBy(migration => migration.FileName, StringComparer.Ordinal)];

    /// <summary>SHA-256 over the text with LF line ends, so that a checkout with CRLF does not count as an edit.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Whether a database with this checksum has what the script makes.</summary>
    public bool IsAppliedAs(string checksum) => checksum == Checksum || _formerChecksums.Contains((FileName.Split('_')[0], checksum));

    private static IEnumerable<Migration> ReadEmbedded()
    {
        var assembly = typeof(Migration).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourceFolder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            yield return new Migration(resource[ResourceFolder.Length..], reader.ReadToEnd());
        }
    }
}
