using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace FleetTickets.Engine.App;

/// <summary>Whose a file is, which .NET does not say, and who else may use it.</summary>
internal static class FileOwner
{
    private const int RelativeToWorkingDirectory = -100;
    private const int NotThroughALink = 0x100;
    private const uint ModeOwnerAndGroup = 0x2 | 0x8 | 0x10;
    private const int Permissions = 0xFFF;

    // Of struct statx, which is the same on every architecture.
    private const int StructLength = 256;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;

    public static uint CurrentUser => EffectiveUser();

    /// <summary>The owner of a name: of the link itself when it is one.</summary>
    /// <exception cref="IOException">The file system does not say.</exception>
    public static (uint User, uint Group, UnixFileMode Mode) Of(string path, bool throughLink)
    {
        var answer = new byte[StructLength];
        if (Statx(RelativeToWorkingDirectory, path, throughLink ? 0 : NotThroughALink, ModeOwnerAndGroup, answer) != 0)
            throw new IOException($"the owner cannot be read (error {Marshal.GetLastPInvokeError()})");
        return (At(UserOffset), At(GroupOffset), (UnixFileMode)(BinaryPrimitives.ReadUInt16LittleEndian(answer.AsSpan(ModeOffset)) & Permissions));

        uint At(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(offset));
    }

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(
        int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint EffectiveUser();
}
