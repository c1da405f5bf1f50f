namespace FleetTickets.Engine.Bucket;

/// <summary>A store's tag of one upload, without what HTTP writes around it: quotes, and <c>W/</c> where a proxy has made it a weak one.</summary>
internal static class EntityTag
{
    private const string Mark = "-";

    /// <summary>Empty when there is none.</summary>
    public static string Opaque(string? header)
    {
        var tag = header?.Trim() ?? "";
        return (tag.StartsWith("W/", StringComparison.Ordinal) ? tag[2..] : tag).Trim('"');
    }

    /// <summary>Keeps the SDK from treating the tag as a hash of the content.</summary>
    public static string Marked(string header) => Opaque(header) is { Length: > 0 } tag ? Quoted(tag + Mark) : "";

    /// <summary>Empty when there is none.</summary>
    public static string Unmarked(string? header) => Opaque(header) is { Length: > 0 } tag ? tag[..^Mark.Length] : "";

    public static string Quoted(string tag) => $"\"{tag}\"";
}
