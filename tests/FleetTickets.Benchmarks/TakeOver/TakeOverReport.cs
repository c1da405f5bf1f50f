using System.Globalization;

namespace FleetTickets.Benchmarks.TakeOver;

internal sealed record TakeOverReport(string PostgreSql, IReadOnlyList<TakeOverFigure> Figures)
{
    /// <summary>A Markdown table.</summary>
    public async Task WriteTextAsync(TextWriter output)
    {
        await output.WriteLineAsync($"PostgreSQL {PostgreSql}");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| locations | moved | migrate, s | readers wait, s | vacuum full, s | ratio | longest map, s | longest view, s | stops in, s |");
        await output.WriteLineAsync("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var figure in Figures)
            await output.WriteLineAsync(Line(figure));
    }

    private static string Line(TakeOverFigure figure) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {figure.Locations:N0} | {figure.Moved:N0} | {figure.Seconds:F1} | {figure.LongestWait:F1} | {figure.VacuumFull:F1} ")
        + string.Create(
            CultureInfo.InvariantCulture,
            $"| {figure.LongestWait / figure.VacuumFull:F2} | {figure.LongestMap:F1} | {figure.LongestView:F1} | {figure.StopsIn:F1} |");
}
