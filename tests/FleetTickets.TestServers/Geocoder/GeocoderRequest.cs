using System.Web;

namespace FleetTickets.TestServers;

/// <summary>A request as the geocoder saw it.</summary>
public sealed record GeocoderRequest(string Path, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>What was asked for; empty when the balance was.</summary>
    public string Text => Parameters.GetValueOrDefault("q", "");

    public string Key => Parameters.GetValueOrDefault("key", "");

    /// <param name="line">The first line: method, path and query, version.</param>
    internal static GeocoderRequest Parse(string line)
    {
        var target = line.Split(' ')[1].Split('?', 2);
        var query = HttpUtility.ParseQueryString(target.ElementAtOrDefault(1) ?? "");
        return new GeocoderRequest(target[0], query.AllKeys.OfType<string>().ToDictionary(name => name, name => query[name] ?? ""));
    }
}
