namespace FleetTickets.Engine.Feed;

/// <summary>A change file where it was moved to. The second upload of a name carries its tag there: <c>2026-06-15T17-00-00.TAG.csv</c>.</summary>
/// <param name="Listed">Key, tag and size in the folder that it was moved to.</param>
/// <param name="Name">The name that it had in changes/.</param>
/// <param name="Tag">The upload's tag as the name has it; null when the name has none.</param>
/// <param name="Time">When it was exported, from the name.</param>
internal sealed record ArchivedFile(BucketObject Listed, string Name, string? Tag, DateTimeOffset Time)
{
    /// <summary>Null when the object is no change file that was moved to <paramref name="folder"/>.</summary>
    public static ArchivedFile? From(BucketObject listed, string folder)
    {
        if (!listed.Key.StartsWith(folder, StringComparison.Ordinal))
            return null;
        var name = listed.Key[folder.Length..];
        var plain = PlainName(name);
        return ChangeFile.TimeOf(plain) is { } time
            ? new ArchivedFile(listed, plain, plain == name ? null : name[(plain.IndexOf('.', StringComparison.Ordinal) + 1)..name.LastIndexOf('.')], time)
            : null;
    }

    /// <summary>A change file's name without the tag that a move has added; any other name as it is.</summary>
    public static string PlainName(string name)
    {
        var (stem, extension) = (name.IndexOf('.', StringComparison.Ordinal), name.LastIndexOf('.'));
        return stem >= 0 && stem < extension && ChangeFile.TimeOf(name[..stem] + name[extension..]) is not null
            ? name[..stem] + name[extension..]
            : name;
    }
}
