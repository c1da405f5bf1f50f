using System.Globalization;

namespace FleetTickets.Engine.Results;

/// <summary>A labelled line.</summary>
/// <param name="Label">Empty where the line goes on with the one above.</param>
/// <param name="Parts">Texts that a line break may part, and that stay whole themselves where there is room.</param>
public sealed record Fact(string Label, params IReadOnlyList<string> Parts)
{
    /// <summary>A line of named counts.</summary>
    public static Fact Counts(string label, params IEnumerable<(string Name, long Value)> counts) =>
        new(label, [.. counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Name} {count.Value:N0}"))]);
}
