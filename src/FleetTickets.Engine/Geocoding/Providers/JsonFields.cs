using System.Globalization;
using System.Text.Json;

namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>Reads JSON of which nothing is certain: what is not there, or is something else, is null.</summary>
internal static class JsonFields
{
    /// <summary>The document's root, detached; null when the text is no JSON.</summary>
    public static JsonElement? Parsed(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonElement? Field(this JsonElement? element, string name)
    {
        if (element is not { ValueKind: JsonValueKind.Object } parent)
            return null;
        try
        {
            return parent.TryGetProperty(name, out var child) ? child : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in some name: valid JSON, and no text. The other names are still there.
            return parent.EnumerateObject().Where(property => IsNamed(property, name)).Select(property => (JsonElement?)property.Value).LastOrDefault();
        }
    }

    private static bool IsNamed(JsonProperty property, string name)
    {
        try
        {
            return property.NameEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static IEnumerable<JsonElement?> Items(this JsonElement? element) =>
        element is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray().Select(item => (JsonElement?)item) : [];

    public static string? Text(this JsonElement? element, string name)
    {
        try
        {
            return element.Field(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped: valid JSON, and no text.
            return null;
        }
    }

    /// <summary>A finite number, written as one or as text.</summary>
    public static double? Number(this JsonElement? element, string name)
    {
        double number;
        var isNumber = element.Field(name) is { ValueKind: JsonValueKind.Number } written
            ? written.TryGetDouble(out number)
            : double.TryParse(element.Text(name), NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        return isNumber && double.IsFinite(number) ? number : null;
    }

    /// <summary>A whole number from 0 on; less than 0 is 0.</summary>
    public static int? Count(this JsonElement? element, string name) =>
        element.Number(name) is { } number ? (int)Math.Clamp(Math.Floor(number), 0, int.MaxValue) : null;
}
