using System.Reflection;

namespace FleetTickets.Engine.App;

/// <summary>Version and commit, as <c>--version</c> prints them.</summary>
internal static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
