using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Bucket;

/// <summary>The keys under which a moved object may stand.</summary>
internal static class ArchiveName
{
    public static string In(string folder, BucketObject moved) => folder + NameOf(moved);

    /// <summary>For the second upload of a name: the tag makes it the same key on every attempt.</summary>
    public static string WithTagIn(string folder, BucketObject moved) =>
        folder + Path.GetFileNameWithoutExtension(NameOf(moved)) + "." + moved.ETag + Path.GetExtension(NameOf(moved));

    /// <summary>Without the tag that an earlier move added: in changes/ a file needs its own name.</summary>
    private static string NameOf(BucketObject moved) => ArchivedFile.PlainName(moved.Key[(moved.Key.LastIndexOf('/') + 1)..]);
}
