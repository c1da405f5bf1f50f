using Spectre.Console;
using Spectre.Console.Rendering;

namespace FleetTickets.Cli.Output;

/// <summary>A column that is empty in lines of text alone, which have nothing to reach.</summary>
internal sealed class ColumnOfBars(ProgressColumn column) : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        task.MaxValue > 0 ? column.Render(options, task, deltaTime) : Text.Empty;

    public override int? GetColumnWidth(RenderOptions options) => column.GetColumnWidth(options);
}
