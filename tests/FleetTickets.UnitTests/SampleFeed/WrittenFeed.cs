using System.Text.Json;
using FleetTickets.SampleFeed;

namespace FleetTickets.UnitTests.SampleFeed;

/// <summary>A feed in a temporary directory, written through the command line as a person would.</summary>
internal sealed class WrittenFeed : IDisposable
{
    private static readonly string[] SmallSize = ["--tickets", "300", "--rows-per-delta", "20"];

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("sample-feed-");

    public WrittenFeed(params string[] options) => Write(options.Contains("--tickets") ? options : [.. SmallSize, .. options]);

    public string Root => _root.FullName;

    /// <summary>Every file below the directory with its content, to compare two feeds with.</summary>
    public IReadOnlyDictionary<string, string> Contents =>
        _root.EnumerateFiles("*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(Root, file.FullName),
            file => Convert.ToHexString(File.ReadAllBytes(file.FullName)));

    public void Continue(params string[] options) => Write(["--next", .. options]);

    /// <summary>The change files that a loader sees, oldest name first.</summary>
    public IReadOnlyList<string> ChangeFiles(string type) =>
        [.. Directory.GetFiles(Path.Combine(Root, "automations", type, "changes")).Order(StringComparer.Ordinal)];

    /// <summary>The change file that was written as number <paramref name="index"/>.</summary>
    public string ChangeFile(string type, int index) =>
        Path.Combine(Root, Summary(type).GetProperty("files")[index - 1].GetProperty("key").GetString()!);

    public JsonElement Summary(string type) => JsonElement.Parse(File.ReadAllText(Expected($"{type}.summary.json")));

    public IReadOnlyList<JsonElement> ExpectedTickets(string type) =>
        [.. File.ReadLines(Expected($"{type}.jsonl")).Select(line => JsonElement.Parse(line))];

    public void Dispose() => _root.Delete(recursive: true);

    private string Expected(string name) => Path.Combine(Root, "expected", name);

    private void Write(string[] options)
    {
        var errors = new StringWriter();
        var exitCode = CommandLine.Run(["--out", Root, .. options], TextWriter.Null, errors);
        Assert.Equal((0, ""), (exitCode, errors.ToString()));
    }
}
