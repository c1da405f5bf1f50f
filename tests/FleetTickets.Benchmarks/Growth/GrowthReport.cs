using System.Globalization;

namespace FleetTickets.Benchmarks.Growth;

internal sealed record GrowthReport(int Runs, IReadOnlyList<GrowthFigure> Figures)
{
    /// <summary>A Markdown table; ratios are to the first size.</summary>
    public async Task WriteTextAsync(TextWriter output)
    {
        await output.WriteLineAsync($"medians of {Runs} runs");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| tickets | delta of 500, ms | ratio | server CPU, ms | nothing new, ms | ratio | server CPU, ms |");
        await output.WriteLineAsync("|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var figure in Figures)
            await output.WriteLineAsync(Line(figure, Figures[0]));
    }

    private static string Line(GrowthFigure figure, GrowthFigure first) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {figure.Tickets:N0} | {figure.Delta.Seconds * 1000:F0} | {figure.Delta.Seconds / first.Delta.Seconds:F2} | {figure.Delta.ServerSeconds * 1000:F0} ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"| {figure.Idle.Seconds * 1000:F0} | {figure.Idle.Seconds / first.Idle.Seconds:F2} | {figure.Idle.ServerSeconds * 1000:F0} |");
}
