using System.Text.Json.Serialization;

namespace FleetTickets.Engine.Runs;

/// <summary>Something about a run that a person might want to know.</summary>
/// <param name="Kind">One of <see cref="FindingKind"/>.</param>
/// <param name="Count">How many files, records, names or columns; hours for a stalled feed.</param>
/// <param name="Text">A sentence that quotes nothing from outside.</param>
/// <param name="Names">A few of the columns or keys: words from outside.</param>
public sealed record Finding(string Kind, long Count, string Text, IReadOnlyList<string> Names)
{
    /// <summary>The first files that it is about, for a notice.</summary>
    [JsonIgnore]
    public IReadOnlyList<FileReason> Files { get; init; } = [];

    /// <summary>For the summary.</summary>
    [JsonIgnore]
    public string Remark => Names.Count == 0 ? Text : $"{Text}: {string.Join(", ", Names)}{(Names.Count < Count ? ", …" : "")}";
}
