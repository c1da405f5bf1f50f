using System.Globalization;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Passes;
using Spectre.Console;

namespace FleetTickets.Cli.Output;

/// <summary>A live bar over the names of a geocoding pass, with the calls and the budget left; below it the refusals by reason.</summary>
internal sealed class GeocodeTerminalProgress(ProgressContext context) : IGeocodeProgress
{
    private readonly ProgressTask _bar = context.AddTask("reading names", maxValue: 1);
    private ProgressTask? _refusals;

    public void Planned(int names) => _bar.MaxValue = Math.Max(names, 1);

    public void Answered(GeocodeReport report)
    {
        _bar.Value = report.Answered;
        _bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Answered}/{report.Plan.ToAsk.Count} names, {report.Answers.GetValueOrDefault(PlaceStatus.Accepted)} accepted, {report.Calls} calls, {report.BudgetLeft} left");
        if (report.Refusals.Count > 0)
        {
            _refusals ??= context.AddTask("", maxValue: 0);
            _refusals.Description = string.Join(", ", report.Refusals.Select(refusal => $"{refusal.Count} {refusal.Reason}"));
        }
    }
}
