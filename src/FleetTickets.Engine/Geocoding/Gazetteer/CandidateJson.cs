using System.Text.Json;
using System.Text.Json.Serialization;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>Candidates as the gazetteers' <c>candidates</c> column keeps them.</summary>
internal static partial class CandidateJson
{
    public static string Write(IEnumerable<Candidate> candidates) =>
        JsonSerializer.Serialize([.. candidates.Select(Stored.Of)], StoredCandidates.Default.StoredArray);

    /// <summary>What is no list of candidates reads as none: the name is then asked again instead of judged again.</summary>
    public static IReadOnlyList<Candidate> Read(string? json)
    {
        try
        {
            return json is null ? [] : [.. (JsonSerializer.Deserialize(json, StoredCandidates.Default.StoredArray) ?? []).OfType<Stored>().Select(stored => stored.ToCandidate())];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private sealed record Stored(
        double Latitude, double Longitude, string? Level, string? DisplayName, string? CountryCode, string? County, double? Confidence)
    {
        public static Stored Of(Candidate candidate) => new(
            candidate.Point.Latitude, candidate.Point.Longitude, StoredWord.Of(candidate.Level), candidate.DisplayName,
            candidate.CountryCode, candidate.County, candidate.Confidence);

        public Candidate ToCandidate() => new(
            new GeoPoint(Latitude, Longitude), StoredWord.Read<PlaceLevel>(Level) ?? PlaceLevel.Unknown, DisplayName ?? "", CountryCode, County, Confidence);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
    [JsonSerializable(typeof(Stored[]))]
    private sealed partial class StoredCandidates : JsonSerializerContext;
}
