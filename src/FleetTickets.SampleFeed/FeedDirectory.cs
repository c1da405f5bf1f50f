using System.Text.Json;

namespace FleetTickets.SampleFeed;

/// <summary>
/// Where a feed lives on disk. <c>automations/</c> has the layout of the bucket; what the generator keeps for itself and for tests
/// lies beside it. A file appears under its name only when it is whole.
/// </summary>
internal sealed class FeedDirectory(string root)
{
    public static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public string Root => root;

    public bool IsEmpty => !Directory.Exists(root) || !Directory.EnumerateFileSystemEntries(root).Any();

    private string ProgressPath => Path.Combine(root, "sample-feed.json");

    /// <summary>What the feed in this directory is made of, or null when there is none.</summary>
    public FeedProgress? ReadProgress() =>
        File.Exists(ProgressPath) ? JsonSerializer.Deserialize<FeedProgress>(File.ReadAllBytes(ProgressPath), Json) : null;

    public void WriteProgress(FeedProgress progress) => WriteJson(ProgressPath, progress);

    public static string KeyOf(TicketType type, FeedFile file) => $"automations/{type.Name}/changes/{file.Name}";

    public void WriteChanges(TicketType type, FeedFile file, bool apart, Action<Stream> write) =>
        Write(apart ? Path.Combine(root, "late", type.Name, file.Name) : Path.Combine(root, KeyOf(type, file)), write);

    public void WriteExpected(string name, Action<Stream> write) => Write(Path.Combine(root, "expected", name), write);

    public void WriteExpected<T>(string name, T value) => WriteJson(Path.Combine(root, "expected", name), value);

    private void WriteJson<T>(string path, T value) => Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, value, Json);
        stream.WriteByte((byte)'\n');
    });

    private void Write(string path, Action<Stream> write)
    {
        // On the same file system as the target, so that the move is a rename; not in changes/, where a loader could list it.
        var partial = Path.Combine(root, "sample-feed.partial");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
            write(stream);
        File.Move(partial, path, overwrite: true);
    }
}

/// <summary>How far a feed has been written, so that it can be continued.</summary>
internal sealed record FeedProgress(FeedParameters Parameters, int FilesWritten);
