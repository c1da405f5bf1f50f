using System.Runtime.InteropServices;

namespace FleetTickets.EndToEndTests;

/// <summary>
/// Where the programs under test are: the folder that FLEETTICKETS_TEST_PROGRAMS names (published programs, all four in it), else what was
/// built together with these tests.
/// </summary>
internal static class Programs
{
    public const string Inc = "inc";
    public const string Crq = "crq";
    public const string Migrate = "migrate";
    public const string SampleFeed = "sample-feed";

    private static readonly Dictionary<string, string> Projects = new()
    {
        [Inc] = "FleetTickets.Inc",
        [Crq] = "FleetTickets.Crq",
        [Migrate] = "FleetTickets.Migrate",
        [SampleFeed] = "FleetTickets.SampleFeed",
    };

    /// <summary>What a program needs of the environment to start at all, wherever .NET is installed.</summary>
    public static IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..")),
        // A killed process would leave its diagnostics socket in the temporary directory.
        ["DOTNET_EnableDiagnostics"] = "0",
    };

    public static string PathOf(string program) =>
        System.Environment.GetEnvironmentVariable("FLEETTICKETS_TEST_PROGRAMS") is { Length: > 0 } published
            ? Path.Combine(published, program)
            : Path.Combine(Repository, "src", Projects[program], "bin", Configuration, Framework, program);

    /// <summary>For a PATH.</summary>
    public static string Folders => string.Join(':', Projects.Keys.Select(program => Path.GetDirectoryName(PathOf(program))).Distinct());

    private static string Framework => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string Configuration => Path.GetFileName(Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..")));

    private static string Repository => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../.."));
}
