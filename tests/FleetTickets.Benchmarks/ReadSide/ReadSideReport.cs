using System.Globalization;

namespace FleetTickets.Benchmarks.ReadSide;

internal sealed record ReadSideReport(string PostgreSql, int Runs, IReadOnlyList<ReadSideFigure> Figures)
{
    /// <summary>A Markdown table, and the plans below it.</summary>
    public async Task WriteTextAsync(TextWriter output)
    {
        await output.WriteLineAsync($"PostgreSQL {PostgreSql}, medians of {Runs} runs");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| call | tickets | ms | as rows without JSON, ms | ratio |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|");
        foreach (var figure in Figures)
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| `{figure.Call}` | {figure.Tickets:N0} | {figure.CallMilliseconds:F1} | {figure.RowsMilliseconds:F1} | {figure.Ratio:F2} |"));

        foreach (var figure in Figures)
        {
            await output.WriteLineAsync($"{Environment.NewLine}How the rows of `{figure.Call}` are selected:{Environment.NewLine}");
            foreach (var line in figure.Plan)
                await output.WriteLineAsync($"    {line}");
        }
    }
}
