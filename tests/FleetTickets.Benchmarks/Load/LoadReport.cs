using System.Globalization;

namespace FleetTickets.Benchmarks.Load;

internal sealed record LoadReport(string PostgreSql, LoadOptions Options, IReadOnlyList<LoadFigure> Figures)
{
    /// <summary>A Markdown table.</summary>
    public async Task WriteTextAsync(TextWriter output)
    {
        await output.WriteLineAsync($"PostgreSQL {PostgreSql}, medians of {Options.Runs} runs");
        await output.WriteLineAsync();
        await output.WriteLineAsync(
            "| case | | s | ratio | of first baseline | rows/s | server CPU, s | program CPU, s | peak MB | WAL, MB | rows written |");
        await output.WriteLineAsync("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var figure in Figures)
            await output.WriteLineAsync(Line(figure, figure.Median));
    }

    private static string Line(LoadFigure figure, LoadSample median) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {figure.Case} | `{figure.Contestant}` | {median.Seconds:F2} | {figure.TimesAsLong:F2} | {figure.OfFirstBaseline:F2} | {figure.RowsPerSecond:N0} ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"| {median.ServerSeconds:F2} | {median.ProgramSeconds:F2} | {median.PeakMegabytes:F0} | {median.WalBytes / 1e6:F1} | {median.RowsWritten:N0} |");
}
