using System.Runtime.InteropServices;

namespace FleetTickets.Engine.Bucket;

/// <summary>A second name for a file, which .NET cannot make by itself.</summary>
internal static class HardLink
{
    /// <summary>False when the new name is taken, or when the file system knows no hard links.</summary>
    public static bool TryCreate(string existing, string added) => Link(existing, added) == 0;

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);
}
