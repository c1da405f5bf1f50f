using System.Runtime.InteropServices;
using FleetTickets.Engine.Bucket.Directories;

namespace FleetTickets.Cli.Configuration;

/// <summary>Whose a file is, which .NET does not say, and who else may use it.</summary>
internal static class FileOwner
{
    public static uint CurrentUser => EffectiveUser();

    /// <summary>The owner of a name: of the link itself when it is one.</summary>
    /// <exception cref="IOException">The file system does not say.</exception>
    public static (uint User, uint Group, UnixFileMode Mode) Of(string path, bool throughLink) =>
        PosixFile.OwnerOf(path, throughLink) ?? throw new IOException($"the owner cannot be read (error {Marshal.GetLastPInvokeError()})");

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
