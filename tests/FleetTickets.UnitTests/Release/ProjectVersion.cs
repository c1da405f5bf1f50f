using System.Xml.Linq;

namespace FleetTickets.UnitTests.Release;

/// <summary>The one place of the version: Directory.Build.props.</summary>
internal static class ProjectVersion
{
    public static string Current { get; } =
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;
}
