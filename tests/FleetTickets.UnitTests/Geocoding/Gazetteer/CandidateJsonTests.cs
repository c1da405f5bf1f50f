using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Results;
using static FleetTickets.UnitTests.Geocoding.Passes.KnownPlaces;

namespace FleetTickets.UnitTests.Geocoding.Gazetteer;

public sealed class CandidateJsonTests
{
    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        Candidate[] candidates = [Suburb("Yaya \"Centre\"", Kilimani), new(new(-0.5, 37), PlaceLevel.Unknown, "", null, null, null)];

        Assert.Equal(candidates, CandidateJson.Read(CandidateJson.Write(candidates)));
    }

    [Fact]
    public void TheColumnHoldsTheWordsThatItsCommentNames() =>
        Assert.Equal(
            """[{"latitude":-1.289,"longitude":36.785,"level":"suburb","display_name":"Yaya, Nairobi, Nairobi County, Kenya","country_code":"ke","county":"Nairobi County","confidence":0.4}]""",
            CandidateJson.Write([Suburb("Yaya", Kilimani)]));

    [Theory]
    [InlineData(null)]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[null]")]
    [InlineData("not json")]
    public void WhatIsNoListOfCandidatesReadsAsNone(string? json) => Assert.Empty(CandidateJson.Read(json));
}
