using FleetTickets.Engine.Geocoding.Names;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Names;

public sealed class QueryLadderTests
{
    public static TheoryData<string> NamesWithoutAPartToLeaveOut =>
    [
        "Kileleshwa", "South B", "Umoja II", "Komarock Section 3A", "Fatima Court", "Githurai 44", "Mountain View Estate", "Juja Road Estate",
        "Thindigua Edenville Estate", "Thika Section 9", "Landless Thika", "Lanet", "Elgon View", "St Marys Court", "Apartments 12", "Phase 5", "Court Road",
    ];

    [Theory]
    [InlineData("Buruburu Phase 5", "Buruburu")]
    [InlineData("Buruburu Phase 2", "Buruburu")]
    [InlineData("Donholm Phase 8", "Donholm")]
    [InlineData("Nyayo Estate Gate C", "Nyayo Estate")]
    [InlineData("Makongeni Phase 10", "Makongeni")]
    [InlineData("Greatwall Gardens Phase 3", "Greatwall Gardens")]
    [InlineData("Mlolongo Phase 3", "Mlolongo")]
    [InlineData("Kizingo Block C", "Kizingo")]
    [InlineData("Kayole Zone 4B", "Kayole")]
    [InlineData("Tassia Phase II", "Tassia")]
    [InlineData("Fedha Block 3 House 12", "Fedha")]
    [InlineData("Embakasi Plot 9 Annex", "Embakasi")]
    public void TheCoreIsAskedForAfterTheWholeName(string name, string core) =>
        Assert.Equal([$"{name}, Langata, Kenya", $"{core}, Langata, Kenya"], QueryLadder.OfLocation(name, "Langata"));

    [Theory]
    [MemberData(nameof(NamesWithoutAPartToLeaveOut))]
    public void ANameThatIsItsOwnCoreIsAskedForOnce(string name) =>
        Assert.Equal([$"{name}, Langata, Kenya"], QueryLadder.OfLocation(name, "Langata"));

    [Theory]
    [InlineData("A Phase 2")]
    [InlineData("9 Block C")]
    public void ACoreWithoutTwoLettersInARowIsNone(string name) => Assert.Single(QueryLadder.OfLocation(name, "Langata"));

    [Theory]
    [InlineData("Membley Ruiru", "Ruiru")]
    [InlineData("Ruiru Kimbo", "Ruiru")]
    [InlineData("Ongata Rongai Maasai", "Ongata Rongai")]
    [InlineData("Kileleshwa", "Kileleshwa")]
    [InlineData("Langata", "Lang'ata")]
    public void AClusterThatTheNameContainsIsNotRepeated(string name, string cluster) =>
        Assert.Equal([$"{name}, Kenya"], QueryLadder.OfLocation(name, cluster));

    [Theory]
    [InlineData("Karengata", "Karen")]
    [InlineData("Rongai Town Ongata", "Ongata Rongai")]
    public void PartOfAWordOrWordsInAnotherOrderAreNotTheCluster(string name, string cluster) =>
        Assert.Equal([$"{name}, {cluster}, Kenya"], QueryLadder.OfLocation(name, cluster));

    [Fact]
    public void TheClusterAloneIsNotAskedForInPlaceOfALocation() =>
        Assert.Equal(["Kileleshwa Phase 2, Kenya"], QueryLadder.OfLocation("Kileleshwa Phase 2", "Kileleshwa"));

    [Fact]
    public void AClusterIsAskedForInKenya() => Assert.Equal(["Ruiru, Kenya"], QueryLadder.OfCluster("Ruiru"));
}
