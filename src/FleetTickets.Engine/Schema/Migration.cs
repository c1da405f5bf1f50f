using System.Security.Cryptography;
using System.Text;

namespace FleetTickets.Engine.Schema;

/// <summary>One script of migrations/, named as in the ledger.</summary>
public sealed record Migration(string FileName, string Sql)
{
    private const string ResourceFolder = "migrations/";

    /// <summary>Every migration of this program, in the order in which they apply.</summary>
    public static IReadOnlyList<Migration> All { get; } = [.. ReadEmbedded().OrderBy(migration => migration.FileName, StringComparer.Ordinal)];

    /// <summary>SHA-256 over the text with LF line ends, so that a checkout with CRLF does not count as an edit.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

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
