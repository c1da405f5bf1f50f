using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>Where the ticket types differ is data: outside their definition no code knows them by name.</summary>
public sealed class DatasetsAreDataTests
{
    [Fact]
    public void NoCodeOutsideTheirDefinitionNamesATicketType() =>
        Assert.Empty(ProductSource.All.Where(source => source.Name is not ("FleetTickets.Engine/Feed/TicketDatasets.cs" or "FleetTickets.Engine/Feed/TicketDataset.cs") && NamesATicketType(source)).Select(source => source.Name));

    [Theory]
    [InlineData("if (dataset == TicketDatasets.Inc)")]
    [InlineData("\"select count(*) from tickets.crq\"")]
    [InlineData("\"--inc-csv\"")]
    [InlineData("void CaptureINCHistory()")]
    [InlineData("var isCrq = true;")]
    public void ATypesNameIsSeenHoweverItIsWritten(string code) => Assert.True(NamesATicketType(ProductSource.Of("FleetTickets.Engine/Draining/Sample.cs", code)));

    [Theory]
    [InlineData("rows.Increment(); \"includes an incident\"")]
    [InlineData("/// <summary>For inc and crq alike.</summary>")]
    public void AWordThatBeginsAlikeOrACommentIsNoName(string code) => Assert.False(NamesATicketType(ProductSource.Of("FleetTickets.Engine/Draining/Sample.cs", code)));

    private static bool NamesATicketType(ProductSource source) =>
        source.Words.Any(word => TicketDatasets.All.Any(dataset => dataset.Name.Equals(word, StringComparison.OrdinalIgnoreCase)));
}
