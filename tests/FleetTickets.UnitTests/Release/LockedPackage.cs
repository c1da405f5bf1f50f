using System.Text.Json;
using System.Xml.Linq;

namespace FleetTickets.UnitTests.Release;

/// <summary>A package that a program is made of, as its packages.lock.json has it.</summary>
internal sealed record LockedPackage(string Id, string Version)
{
    private static readonly string[] Programs = ["Inc", "Crq", "Migrate"];

    /// <summary>Those of all three programs, each once, by name.</summary>
    public static IReadOnlyList<LockedPackage> OfThePrograms() =>
        [.. Programs.SelectMany(OfProgram).Distinct().OrderBy(package => package.Id, StringComparer.OrdinalIgnoreCase)];

    /// <summary>An SPDX expression, from the package itself where restoring has put it.</summary>
    public string License()
    {
        var inFolder = Path.Combine(Id.ToLowerInvariant(), Version, Id.ToLowerInvariant() + ".nuspec");
        var file = PackageFolders().Select(folder => Path.Combine(folder, inFolder)).First(File.Exists);
        var license = XDocument.Load(file).Descendants().Single(element => element.Name.LocalName == "license");
        return license.Attribute("type")?.Value == "expression" ? license.Value : throw new InvalidDataException($"{file}: no licence expression; look at it");
    }

    private static IEnumerable<LockedPackage> OfProgram(string program) => InFile("src", $"FleetTickets.{program}", "packages.lock.json");

    /// <summary>Those of one lock file.</summary>
    public static IEnumerable<LockedPackage> InFile(params string[] path)
    {
        using var file = ReadJson(path);
        var packages = file.RootElement.GetProperty("dependencies").GetProperty("net10.0").EnumerateObject();
        return [.. packages
            .Where(package => package.Value.GetProperty("type").GetString() != "Project")
            .Select(package => new LockedPackage(package.Name, package.Value.GetProperty("resolved").GetString()!))];
    }

    private static IReadOnlyList<string> PackageFolders()
    {
        using var file = ReadJson("tests", "FleetTickets.UnitTests", "obj", "project.assets.json");
        return [.. file.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
    }

    private static JsonDocument ReadJson(params string[] path) => JsonDocument.Parse(File.ReadAllText(Path.Combine([Repository.Root, .. path])));
}
