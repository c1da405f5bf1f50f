namespace FleetTickets.Benchmarks.ReadSide;

internal sealed record ReadSideReport(string PostgreSql, int Runs, IReadOnlyList<ReadSideFigure> Figures)
{
    /// <summary>A Markdown table, and the plans below it.</summary>
    public async Task WriteTextAsync(TextWriter output)
    {
        await output.WriteLineAsync($"PostgreSQL {PostgreSql}, medians of {Runs} runs");
        await output.WriteLineAsync();
        await output.WriteLineAsync("| | rows | kB | ms | reference, ms | ratio | goal | before, ms | server, MB |");
        await output.WriteLineAsync("|---|---:|---:|---:|---:|---:|---|---:|---:|");
        foreach (var figure in Figures)
            await output.WriteLineAsync(
                $"| {figure.Name} | {figure.Rows:N0} | {figure.Bytes / 1000.0:N0} | {figure.CallMilliseconds:F1} | {figure.ReferenceMilliseconds:F1} "
                + $"| {figure.Ratio:F2} | {figure.Goal} | {figure.BeforeMilliseconds:F1} | {figure.MegabytesOfServer:F0} |");

        foreach (var figure in Figures)
        {
            await output.WriteLineAsync($"{Environment.NewLine}{figure.Name}: `{figure.Call}`. Its reference:{Environment.NewLine}");
            foreach (var line in figure.Plan)
                await output.WriteLineAsync($"    {line}");
        }
    }
}
