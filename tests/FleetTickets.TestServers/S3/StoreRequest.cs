using System.Globalization;

namespace FleetTickets.TestServers;

/// <summary>A request as a store understands it: path-style.</summary>
internal sealed record StoreRequest(string Method, string Key, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The first byte of an open range; null when everything is asked for, or only a look at the first byte.</summary>
    public long? Offset => Headers.TryGetValue("Range", out var range) && range.EndsWith('-')
        ? long.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture)
        : null;

    /// <summary>Only the first byte is asked for, to learn of the object.</summary>
    public bool IsLook => Headers.GetValueOrDefault("Range") == "bytes=0-0";

    public static StoreRequest Of(ReceivedRequest received)
    {
        var (method, target) = (received.Line.Split(' ')[0], received.Line.Split(' ')[1]);
        var (path, query) = target.Split('?', 2) is [var before, var after] ? (before, after) : (target, "");
        var parts = query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2));
        return new StoreRequest(
            method,
            path.TrimStart('/').Split('/', 2) is [_, var key] ? Uri.UnescapeDataString(key) : "",
            parts.ToDictionary(part => part[0], part => Uri.UnescapeDataString(part.ElementAtOrDefault(1) ?? "")),
            received.Headers);
    }
}
