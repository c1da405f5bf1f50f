using FleetTickets.Engine.Geocoding.Judging;

namespace FleetTickets.UnitTests.Geocoding.Judging;

public sealed class NameAgreementTests
{
    [Theory]
    [InlineData("Kileleshwa", "Nairobi", "Kileleshwa, Nairobi, Nairobi County, 00100, Kenya")]
    [InlineData("Buruburu Phase 5", "Nairobi", "BURUBURU, Nairobi, Kenya")]
    [InlineData("Tom Mboya Estate", "Kisumu", "Mboya, Kisumu, Kisumu County, Kenya")]
    [InlineData("Membley Ruiru", "Ruiru", "Membley Estate, Ruiru, Kiambu County, Kenya")]
    [InlineData("Ruiru", "Ruiru", "Ruiru, Kiambu County, Kenya")]
    [InlineData("Langata", "Nairobi", "Lang\u2019ata, Nairobi, Kenya")]
    [InlineData("Kileleshwa", "Nairobi", "K\u00edl\u00e9leshwa, Nairobi, Kenya")]
    [InlineData("Kileleshwa", "Nairobi", "Ki\u0301leleshwa, Nairobi, Kenya")]
    [InlineData("South B", "Nairobi", "South B, Nairobi, Kenya")]
    [InlineData("South B", "Nairobi", "Plainsview, South B, Nairobi, Kenya")]
    [InlineData("Kiambu", "Ruiru", "Kiambu County, Kenya")]
    public void ASharedWordOfItsOwnIsEnough(string name, string cluster, string displayName) =>
        Assert.True(NameAgreement.Agrees(name, cluster, displayName));

    [Theory]
    [InlineData("Kileleshwa", "Nairobi", "Nairobi, Kenya")]
    [InlineData("Karen", "Nairobi", "Karengata, Nairobi, Kenya")]
    [InlineData("Edenville Estate", "Ruiru", "Membley Estate, Ruiru, Kenya")]
    [InlineData("Membley Ruiru", "Ruiru", "Kimbo, Ruiru, Kiambu County, Kenya")]
    [InlineData("South B", "Nairobi", "South C, Nairobi, Kenya")]
    [InlineData("South B", "Nairobi", "B South, Nairobi, Kenya")]
    [InlineData("South B", "Nairobi", "South Block, Nairobi, Kenya")]
    [InlineData("Kiambu Heights", "Ruiru", "Juja, Kiambu County, Kenya")]
    [InlineData("Kenya Heights", "Ruiru", "Juja, Kenya")]
    [InlineData("12 44", "Ruiru", "Juja, 12, Kenya")]
    public void AWordThatAnyPlaceMayShareIsNot(string name, string cluster, string displayName) =>
        Assert.False(NameAgreement.Agrees(name, cluster, displayName));

    [Theory]
    // One edit in seven letters is 0.857; one in six 0.833.
    [InlineData("Kitisur", "Kitisuru, Nairobi, Kenya", true)]
    [InlineData("Kitisru", "Kitisur, Nairobi, Kenya", false)]
    [InlineData("Abcdefg", "Abcdefx, Nairobi, Kenya", true)]
    [InlineData("Abcdef", "Abcdex, Nairobi, Kenya", false)]
    public void AnotherSpellingIsTheSameNameFrom85Percent(string name, string displayName, bool agrees) =>
        Assert.Equal(agrees, NameAgreement.Agrees(name, "Nairobi", displayName));

    [Theory]
    [InlineData("", "", 1)]
    [InlineData("karen", "karen", 1)]
    [InlineData("abc", "xyz", 0)]
    [InlineData("kitten", "sitting", 1 - (3 / 7.0))]
    public void SimilarityIsTheShareOfLettersThatStay(string one, string other, double expected)
    {
        Assert.Equal(expected, Similarity.Of(one, other), 12);
        Assert.Equal(expected, Similarity.Of(other, one), 12);
    }
}
