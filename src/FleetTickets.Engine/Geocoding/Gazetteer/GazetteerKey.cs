namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>A row of the gazetteers: a cluster, or a location within a cluster.</summary>
/// <param name="LocationKey">As <c>tickets.location_key</c> makes it; null for the cluster itself.</param>
public sealed record GazetteerKey(string Cluster, string? LocationKey)
{
    /// <summary>
    /// The form that people type and read: <c>location key@cluster</c>, or <c>@cluster</c>. A location key holds no @, so the first one divides.
    /// </summary>
    public override string ToString() => $"{LocationKey}@{Cluster}";

    /// <exception cref="FormatException">No @, or nothing behind it.</exception>
    public static GazetteerKey Parse(string text)
    {
        var divide = text.IndexOf('@', StringComparison.Ordinal);
        if (divide < 0 || divide == text.Length - 1)
            throw new FormatException($"'{text}' is no key; expected LOCATION@CLUSTER or @CLUSTER");
        return new GazetteerKey(text[(divide + 1)..], divide == 0 ? null : text[..divide]);
    }
}
