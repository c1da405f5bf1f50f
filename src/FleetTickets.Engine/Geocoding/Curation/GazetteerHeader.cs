using System.Globalization;
using CsvHelper;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>Which column of a gazetteer file stands where, and how its rows are read.</summary>
internal sealed class GazetteerHeader
{
    // Longer than any name of a place; a cell beyond it is a sign of broken quoting.
    private const int LongestName = 300;

    private const NumberStyles PlainDecimal =
        NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite;

    private static readonly string[] Required = ["cluster", "latitude", "longitude"];
    private static readonly string[] Known = [.. Required, "location", "verified"];

    private readonly Dictionary<string, int> _columns;

    private GazetteerHeader(Dictionary<string, int> columns) => _columns = columns;

    /// <summary>Null, and a problem, when it is no header of such a file.</summary>
    public static GazetteerHeader? Of(IReadOnlyList<string> headers, out string? problem)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        problem = null;
        for (var i = 0; i < headers.Count; i++)
        {
            var name = headers[i].Trim();
            if (!Known.Contains(name, StringComparer.OrdinalIgnoreCase))
                problem ??= $"line 1: unknown column '{name}'; expected cluster[,location],latitude,longitude[,verified]";
            else if (!columns.TryAdd(name, i))
                problem ??= $"line 1: the column {name} stands twice";
        }
        if (Required.FirstOrDefault(name => !columns.ContainsKey(name)) is { } absent)
            problem ??= $"line 1: no column {absent}; expected cluster[,location],latitude,longitude[,verified]";
        return problem is null ? new GazetteerHeader(columns) : null;
    }

    /// <summary>The current row's point. Null, and what is <paramref name="wrong"/>, when it is none.</summary>
    /// <param name="malformed">What the CSV library says of the row.</param>
    public CuratedPoint? PointIn(CsvReader csv, string? malformed, out string? wrong)
    {
        var (cluster, location) = (Cell(csv, "cluster"), Cell(csv, "location"));
        var latitude = Degrees(Cell(csv, "latitude"));
        var longitude = Degrees(Cell(csv, "longitude"));
        var verified = Cell(csv, "verified").ToUpperInvariant() switch
        {
            "TRUE" or "YES" or "1" => true,
            "" or "FALSE" or "NO" or "0" => (bool?)false,
            _ => null,
        };
        wrong = malformed
            ?? (csv.FieldCount != csv.Headers.Count ? $"{csv.FieldCount} fields, the header has {csv.Headers.Count}" : null)
            ?? (cluster == "" ? "no cluster" : null)
            ?? NameProblem(cluster) ?? NameProblem(location)
            ?? (latitude is null ? $"latitude '{Cell(csv, "latitude")}' is no decimal number such as -1.2820" : null)
            ?? (longitude is null ? $"longitude '{Cell(csv, "longitude")}' is no decimal number such as 36.7810" : null)
            ?? (verified is null ? $"verified is '{Cell(csv, "verified")}'; expected true, false or nothing" : null);
        if (wrong is not null)
            return null;

        var point = new GeoPoint(latitude!.Value, longitude!.Value);
        if (!point.IsInKenya)
            wrong = FormattableString.Invariant($"{point.Latitude}, {point.Longitude} is not in Kenya; latitude and longitude may be swapped");
        return point.IsInKenya ? new CuratedPoint(csv.LineNumber, cluster, location == "" ? null : location, point, verified!.Value) : null;
    }

    private string Cell(CsvReader csv, string column) =>
        _columns.TryGetValue(column, out var index) && index < csv.FieldCount ? csv.GetString(index).Trim() : "";

    private static double? Degrees(string cell) =>
        double.TryParse(cell, PlainDecimal, CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees) ? degrees : null;

    private static string? NameProblem(string name) => name switch
    {
        { Length: > LongestName } => $"a name of {name.Length} characters; at most {LongestName}",
        _ when name.Any(char.IsControl) => "a name with control characters, such as a line break",
        _ => null,
    };
}
