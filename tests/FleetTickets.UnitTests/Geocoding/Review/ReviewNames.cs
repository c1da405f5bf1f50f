using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Review;

namespace FleetTickets.UnitTests.Geocoding.Review;

/// <summary>Names to review as a pass of the geocoder could have left them.</summary>
internal static class ReviewNames
{
    public static readonly GeoPoint Ruiru = new(-1.1457, 36.9649);

    public static ReviewName Accepted { get; } = new()
    {
        Key = new GazetteerKey("Ruiru", "membley"),
        Name = "NW_ADR_MNT_MEMBLEY_FDT19",
        Status = PlaceStatus.Accepted,
        OpenTickets = 12,
        Provider = "locationiq",
        Query = "Membley, Ruiru, Kenya",
        DisplayName = "Membley Estate, Ruiru, Kiambu County, Kenya",
        Level = PlaceLevel.Neighbourhood,
        Point = new GeoPoint(-1.1702, 36.9371),
        Candidate = new GeoPoint(-1.1702, 36.9371),
        ClusterPoint = Ruiru,
    };

    public static ReviewName Far { get; } = new()
    {
        Key = new GazetteerKey("Ruiru", "milimani"),
        Name = "NW_MILIMANI_SDUS",
        Status = PlaceStatus.RejectedFar,
        OpenTickets = 40,
        Reason = "138.3 km from the cluster Ruiru; at most 25",
        Provider = "locationiq",
        Query = "Milimani, Ruiru, Kenya",
        DisplayName = "Milimani, Nakuru, Kenya",
        Level = PlaceLevel.Suburb,
        Candidate = new GeoPoint(-0.2803, 36.0712),
        ClusterPoint = Ruiru,
    };

    public static ReviewName Ambiguous { get; } = new()
    {
        Key = new GazetteerKey("Ruiru", "kamakis"),
        Name = "KAMAKIS",
        Status = PlaceStatus.Ambiguous,
        OpenTickets = 7,
        Reason = "two places 6.2 km apart",
        Query = "Kamakis, Ruiru, Kenya",
        DisplayName = "Kamakis, Ruiru, Kenya",
        Candidate = new GeoPoint(-1.1710, 36.9810),
        Candidates =
        [
            new ReviewCandidate(new GeoPoint(-1.1710, 36.9810), "Kamakis, Ruiru, Kenya"),
            new ReviewCandidate(new GeoPoint(-1.1260, 37.0150), "Kamakis Corner, Juja, Kenya"),
        ],
        ClusterPoint = Ruiru,
    };

    public static ReviewName NotFound { get; } = new()
    {
        Key = new GazetteerKey("Ruiru", "by pass"),
        Name = "BY_PASS",
        Status = PlaceStatus.NotFound,
        OpenTickets = 5,
        Query = "By Pass, Ruiru, Kenya",
        ClusterPoint = Ruiru,
    };

    public static ReviewName Cluster { get; } = new()
    {
        Key = new GazetteerKey("Nowhere", null),
        Name = "Nowhere",
        Status = PlaceStatus.NotFound,
        OpenTickets = 1,
    };

    /// <summary>What a person or a provider may put into any text: markup, quotes, a shell's words, letters that turn the reading direction.</summary>
    public static ReviewName Hostile { get; } = new()
    {
        Key = new GazetteerKey("</code><script>document.title='x'</script>", "it's $(reboot) \"`\\\u202egnp.exe"),
        Name = "<script>document.title='x'</script> حي السلام 🏠\u202e\u0007",
        Status = PlaceStatus.Coarse,
        OpenTickets = 3,
        Reason = "<img src=x onerror=document.title='x'>",
        Provider = "<b>",
        Query = "\"><svg/onload=document.title='x'>",
        DisplayName = "&lt;script&gt;",
        Candidate = new GeoPoint(-1.2, 36.9),
        Candidates = [new ReviewCandidate(new GeoPoint(-1.2, 36.9), "<script>1</script>"), new ReviewCandidate(new GeoPoint(500, 1e300), "<script>2</script>")],
        ClusterPoint = Ruiru,
    };
}
