using System.Reflection;

namespace FleetTickets.Engine.Results;

/// <summary>Version and commit, as <c>--version</c> prints them.</summary>
public static class ProgramVersion
{
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
