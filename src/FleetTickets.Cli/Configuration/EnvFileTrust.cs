using Serilog;

namespace FleetTickets.Cli.Configuration;

/// <summary>
/// Whether a file of variables that was found, and not named, may be believed: it says where the feed comes from and where it goes. A folder
/// above the working directory may be one that everybody writes to.
/// </summary>
internal static class EnvFileTrust
{
    private const uint Root = 0;

    /// <exception cref="UsageException">It belongs to somebody else, or others may write to it.</exception>
    public static void Require(FileInfo file)
    {
        var (user, group, mode) = FileOwner.Of(file.FullName, throughLink: true);
        var (linkUser, _, _) = FileOwner.Of(file.FullName, throughLink: false);
        if (Objection(FileOwner.CurrentUser, user, linkUser, group, mode) is { } objection)
            throw new UsageException($"{file.FullName} is not read: {objection}; or name the file with --env-file");
        if (mode.HasFlag(UnixFileMode.OtherRead))
            Log.Warning("Every user of this machine may read {File}, which may hold secrets; chmod 600 it", file.FullName);
    }

    /// <param name="linkUser">The owner of the link, when the file is one: a link says what is read just as the file does.</param>
    public static string? Objection(uint self, uint user, uint linkUser, uint group, UnixFileMode mode)
    {
        if (new[] { user, linkUser }.Any(owner => owner != Root && owner != self))
            return $"it belongs to user {(user != Root && user != self ? user : linkUser)}, and this program runs as user {self}; change its owner";
        // Debian and others give each user a group of the same number, which nobody else is in.
        return mode.HasFlag(UnixFileMode.OtherWrite) || (mode.HasFlag(UnixFileMode.GroupWrite) && group != user)
            ? "other users may write to it; chmod 600 it, if what it says is right"
            : null;
    }
}
