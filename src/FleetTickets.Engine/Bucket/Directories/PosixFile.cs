using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>
/// File system calls that .NET lacks: a stat that follows no link, and a hard link. Linux only; the numbers
/// are those of its headers (<c>fcntl.h</c>, <c>linux/stat.h</c>).
/// </summary>
public static class PosixFile
{
    private const int NoSuchFile = 2;
    private const int NameTaken = 17;
    private const int NotADirectory = 20;
    private const int TooManyLinks = 40;

    private const int WorkingDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const int TheHandleItself = 0x1000;
    private const uint BasicFields = 0x7ff;

    private const int ReadOnly = 0;
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;

    private const ulong TicksPerSecond = 10_000_000;
    private const uint NanosecondsPerTick = 100;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public enum LinkOutcome
    {
        Made,
        NameTaken,

        /// <summary>The two places are on different file systems, or theirs knows no second names.</summary>
        NotPossible,
    }

    private static int OpenNoLink => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x8000 : 0x20000;

    /// <summary>The stamp of what has the name, a link itself included; null when nothing has it.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    internal static FileStamp? Look(string path)
    {
        if (StatX(WorkingDirectory, path, DoNotFollow, BasicFields, out var found) == 0)
            return found.ToStamp();
        return Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory ? null : throw Failure();
    }

    internal static FileStamp Look(SafeFileHandle handle) =>
        StatX(handle.DangerousGetHandle().ToInt32(), "", TheHandleItself, BasicFields, out var found) == 0 ? found.ToStamp() : throw Failure();

    /// <summary>The owner of a name: of a link itself, or of its target.</summary>
    /// <returns>Null when the file system does not say; <see cref="Marshal.GetLastPInvokeError"/> has the reason.</returns>
    public static (uint User, uint Group, UnixFileMode Mode)? OwnerOf(string path, bool throughLink) =>
        StatX(WorkingDirectory, path, throughLink ? 0 : DoNotFollow, BasicFields, out var found) == 0 ? found.ToOwner() : null;

    /// <summary>Opens a file to read; neither follows a link nor waits for the other end of a pipe.</summary>
    /// <returns>Null when nothing has the name, or a link.</returns>
    /// <exception cref="IOException">The file system refuses.</exception>
    internal static SafeFileHandle? OpenToRead(string path)
    {
        var descriptor = Open(path, ReadOnly | OpenNoLink | NonBlocking | CloseOnExec);
        if (descriptor >= 0)
            return new SafeFileHandle(descriptor, ownsHandle: true);
        return Marshal.GetLastPInvokeError() is NoSuchFile or NotADirectory or TooManyLinks ? null : throw Failure();
    }

    /// <summary>Gives a file a second name. Never overwrites.</summary>
    internal static LinkOutcome Link(string existing, string added) =>
        MakeLink(existing, added) == 0 ? LinkOutcome.Made
        : Marshal.GetLastPInvokeError() is NameTaken ? LinkOutcome.NameTaken
        : LinkOutcome.NotPossible;

    /// <summary>Makes the names in a directory survive a loss of power.</summary>
    /// <exception cref="IOException">The file system refuses.</exception>
    internal static void SyncDirectory(string path)
    {
        using var handle = new SafeFileHandle(Open(path, ReadOnly | CloseOnExec), ownsHandle: true);
        if (handle.IsInvalid || Sync(handle.DangerousGetHandle().ToInt32()) != 0)
            throw Failure();
    }

    private static IOException Failure() => new(new Win32Exception(Marshal.GetLastPInvokeError()).Message);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int StatX(
        int directory, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint fields, out Stat found);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MakeLink([MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string added);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    /// <summary><c>struct statx</c>, the fields that are needed.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    [SuppressMessage("Style", "IDE0044", Justification = "The kernel writes the fields.")]
    private struct Stat
    {
        private const int KindMask = 0xf000;
        private const int PermissionMask = 0xfff;

        [FieldOffset(20)]
        private uint _user;

        [FieldOffset(24)]
        private uint _group;

        [FieldOffset(28)]
        private ushort _mode;

        [FieldOffset(32)]
        private ulong _inode;

        [FieldOffset(40)]
        private ulong _size;

        [FieldOffset(96)]
        private long _changedSeconds;

        [FieldOffset(104)]
        private uint _changedNanoseconds;

        [FieldOffset(112)]
        private long _writtenSeconds;

        [FieldOffset(120)]
        private uint _writtenNanoseconds;

        [FieldOffset(136)]
        private uint _deviceMajor;

        [FieldOffset(140)]
        private uint _deviceMinor;

        public readonly (uint User, uint Group, UnixFileMode Mode) ToOwner() => (_user, _group, (UnixFileMode)(_mode & PermissionMask));

        public readonly FileStamp ToStamp() => new(
            ((ulong)_deviceMajor << 32) | _deviceMinor,
            _inode,
            DateTime.UnixEpoch.AddTicks((_writtenSeconds * (long)TicksPerSecond) + (_writtenNanoseconds / NanosecondsPerTick)),
            (_changedSeconds * NanosecondsPerSecond) + _changedNanoseconds,
            (long)_size,
            (_mode & KindMask) switch { 0x8000 => FileKind.File, 0x4000 => FileKind.Directory, 0xa000 => FileKind.Link, _ => FileKind.Other });
    }
}
