namespace FleetTickets.Engine.Bucket.Directories;

/// <summary>Where the keys of a directory bucket lie. A move gives a file a hidden name for a moment; after a kill it may still have it.</summary>
internal sealed class BucketFolders(string root)
{
    private const string Moving = ".moving";
    private const string Copying = ".copying";

    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>The path of a key, whether or not something is there.</summary>
    public string PathOf(string key) => Path.Combine(Root, key);

    /// <summary>Where an upload lies: under its own name, or under that of a move that a kill has cut short.</summary>
    public string Locate(string key) => PosixFile.Look(PathOf(key)) is null && PosixFile.Look(MovingPathOf(key)) is not null ? MovingPathOf(key) : PathOf(key);

    /// <summary>The name that a file has while its own name is taken from it.</summary>
    public string MovingPathOf(string key) => Hidden(key, Moving);

    /// <summary>The name of a copy that is not whole yet.</summary>
    public string CopyingPathOf(string key) => Hidden(key, Copying);

    /// <summary>The name that a directory entry stands for; null for a copy that is not whole.</summary>
    public static string? NameOf(string entry) => (entry[0], Path.GetExtension(entry)) switch
    {
        ('.', Copying) => null,
        ('.', Moving) => entry[1..^Moving.Length],
        _ => entry,
    };

    /// <exception cref="BucketException">A folder on the way is a link: its files may lie anywhere on this machine.</exception>
    public void RefuseLinks(string folder)
    {
        var path = Root;
        foreach (var part in folder.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            path = Path.Combine(path, part);
            if (PosixFile.Look(path) is { Kind: FileKind.Link })
                throw new BucketException($"{folder}: {path} is a symbolic link; use a directory, or mount one there");
        }
    }

    private string Hidden(string key, string state)
    {
        var name = key.LastIndexOf('/') + 1;
        return PathOf($"{key[..name]}.{key[name..]}{state}");
    }
}
