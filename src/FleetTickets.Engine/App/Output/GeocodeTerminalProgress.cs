using System.Globalization;
using FleetTickets.Engine.Geocoding;
using Spectre.Console;

namespace FleetTickets.Engine.App;

/// <summary>A live bar over the names of a geocoding pass, with calls, refusals by reason and the budget left.</summary>
internal sealed class GeocodeTerminalProgress(ProgressContext context) : IGeocodeProgress
{
    private readonly ProgressTask _bar = context.AddTask("reading names", maxValue: 1);

    public void Planned(int names) => _bar.MaxValue = Math.Max(names, 1);

    public void Answered(GeocodeReport report)
    {
        _bar.Value = report.Answered;
        var refused = string.Concat(report.Answers
            .Where(answer => answer.Key is not PlaceStatus.Accepted)
            .Select(answer => string.Create(CultureInfo.InvariantCulture, $", {answer.Value} {StoredWord.Spoken(answer.Key)}")));
        _bar.Description = string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Answered}/{report.Plan.ToAsk.Count} names, {report.Answers.GetValueOrDefault(PlaceStatus.Accepted)} accepted{refused}, {report.Calls} calls, {report.BudgetLeft} left");
    }
}
