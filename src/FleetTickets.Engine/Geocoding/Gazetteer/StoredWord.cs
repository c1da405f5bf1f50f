using System.Text.Json;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>Values of our enumerations as the database keeps them: snake case.</summary>
internal static class StoredWord
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    /// <summary>The same for people.</summary>
    public static string Spoken<T>(T value)
        where T : struct, Enum => Of(value).Replace('_', ' ');

    /// <summary>Null for a word that is none of ours.</summary>
    public static T? Read<T>(string? word)
        where T : struct, Enum => Words<T>.Values.TryGetValue(word ?? "", out var value) ? value : null;

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<string, T> Values = Enum.GetValues<T>().ToDictionary(Of);
    }
}
