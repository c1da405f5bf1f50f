namespace FleetTickets.Approval;

/// <summary>The working copy that these tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Sources { get; } = Path.Combine(Root, "src");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FleetTickets.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no FleetTickets.sln above {AppContext.BaseDirectory}; run the tests where they were built");
    }
}
