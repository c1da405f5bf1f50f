using System.Diagnostics;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>
/// The machine's server programs as they are where PostGIS was never installed. A server finds its libraries and extensions from where its
/// own program lies, so a copy of the programs beside links to all the rest, PostGIS apart, is such an installation.
/// </summary>
internal sealed class ServerWithoutPostgis : IDisposable
{
    private static readonly string[] Copied = ["initdb", "postgres", "pg_ctl"];

    private readonly DirectoryInfo _root;

    private ServerWithoutPostgis(DirectoryInfo root, string binaries) => (_root, Binaries) = (root, binaries);

    public string Binaries { get; }

    public static ServerWithoutPostgis Copy()
    {
        var original = PrivatePostgres.FindBinaries();
        var root = Directory.CreateTempSubdirectory("ft-bare-");
        var binaries = Directory.CreateDirectory(root.FullName + original).FullName;
        foreach (var program in Copied)
            File.Copy(Path.Combine(original, program), Path.Combine(binaries, program));
        LinkTo(root, Ask(original, "--pkglibdir"));
        LinkSharesTo(root, Ask(original, "--sharedir"));
        // The server's user has to get in; Directory.CreateTempSubdirectory lets nobody else.
        File.SetUnixFileMode(root.FullName, root.UnixFileMode | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        return new ServerWithoutPostgis(root, binaries);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static void LinkSharesTo(DirectoryInfo root, string shares)
    {
        const string extensions = "extension";
        foreach (var entry in Directory.EnumerateFileSystemEntries(shares).Where(entry => Path.GetFileName(entry) != extensions))
            LinkTo(root, entry);
        foreach (var entry in Directory.EnumerateFiles(Path.Combine(shares, extensions), "*.*").Where(entry => !Path.GetFileName(entry).StartsWith("postgis", StringComparison.Ordinal)))
            LinkTo(root, entry);
    }

    private static void LinkTo(DirectoryInfo root, string target)
    {
        var link = root.FullName + target;
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        File.CreateSymbolicLink(link, target);
    }

    private static string Ask(string binaries, string what)
    {
        using var config = Process.Start(new ProcessStartInfo(Path.Combine(binaries, "pg_config"), [what]) { RedirectStandardOutput = true })!;
        return config.StandardOutput.ReadToEnd().Trim();
    }
}
