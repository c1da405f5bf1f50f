using FleetTickets.Engine.Feed;

namespace FleetTickets.Engine.Runs;

/// <summary>Which waiting files are loaded in one transaction: many, when many wait; otherwise each has its own.</summary>
/// <param name="FewestFiles">Fewer waiting files than this are loaded one by one.</param>
/// <param name="MostBytes">What is loaded together is no larger, unless a single file is.</param>
public sealed record BatchRule(int FewestFiles, long MostBytes)
{
    /// <summary>A usual run finds a file or two. The bound is the size of the largest file that is planned for, so nothing gets harder.</summary>
    public static BatchRule Usual { get; } = new(FewestFiles: 9, MostBytes: 512L << 20);

    /// <summary>The files in their order, in groups.</summary>
    public IEnumerable<IReadOnlyList<ChangeFile>> Of(IReadOnlyList<ChangeFile> files)
    {
        if (files.Count < FewestFiles)
            return files.Select(file => (IReadOnlyList<ChangeFile>)[file]);
        var batches = new List<List<ChangeFile>>();
        var bytes = 0L;
        foreach (var file in files)
        {
            bytes += file.Upload.Size;
            // Of two uploads of a name the later one wins, and the ledger tells them apart by when they were applied.
            if (batches.Count == 0 || bytes > MostBytes || batches[^1].Exists(other => other.Key == file.Key))
            {
                batches.Add([]);
                bytes = file.Upload.Size;
            }
            batches[^1].Add(file);
        }
        return batches;
    }
}
