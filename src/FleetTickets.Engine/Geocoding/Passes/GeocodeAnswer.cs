using System.Text.Json;
using System.Text.Json.Serialization;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>The answer to a pass's dry-run for programs.</summary>
/// <param name="CallsLeftToday">Null when nothing is to ask.</param>
internal sealed record GeocodeAnswer(
    string Kind, int Placed, int Remembered, int Held, long WithoutPlace, int CallsAtLeast, int CallsAtMost, int? CallsLeftToday,
    IReadOnlyList<GeocodeQuestion> ToAsk)
{
    public static string Json(GeocodeReport report)
    {
        var (least, most) = report.Plan.Calls(report.Kind);
        var questions = report.Plan.ToAsk.Select(place => new GeocodeQuestion(place.Key.ToString(), place.OpenTickets, report.Kind.Queries(place)));
        return JsonSerializer.Serialize(
            new GeocodeAnswer(
                report.Kind.Title, report.Plan.Placed, report.Plan.Remembered, report.Plan.Held, report.WithoutPlace, least, most, report.BudgetLeft, [.. questions]),
            GeocodeJson.Default.GeocodeAnswer) + Environment.NewLine;
    }
}

/// <param name="Queries">Asked one after the other until one is answered.</param>
internal sealed record GeocodeQuestion(string Key, long OpenTickets, IReadOnlyList<string> Queries);

[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GeocodeAnswer))]
internal sealed partial class GeocodeJson : JsonSerializerContext;
