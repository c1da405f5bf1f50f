using FleetTickets.Engine.Datasets;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>Where the ticket types differ is data: outside their definition no code knows them by name.</summary>
public sealed class DatasetsAreDataTests
{
    [Fact]
    public void NoCodeOutsideTheirDefinitionNamesATicketType() =>
        Assert.Empty(EngineSource.All.Where(source => source.Folder != "Datasets" && NamesATicketType(source)).Select(source => source.Name));

    [Theory]
    [InlineData("if (dataset == TicketDatasets.Inc)")]
    [InlineData("\"select count(*) from tickets.crq\"")]
    [InlineData("\"--inc-csv\"")]
    [InlineData("void CaptureINCHistory()")]
    [InlineData("var isCrq = true;")]
    public void ATypesNameIsSeenHoweverItIsWritten(string code) => Assert.True(NamesATicketType(EngineSource.Of("Runs", code)));

    [Theory]
    [InlineData("rows.Increment(); \"includes an incident\"")]
    [InlineData("/// <summary>For inc and crq alike.</summary>")]
    public void AWordThatBeginsAlikeOrACommentIsNoName(string code) => Assert.False(NamesATicketType(EngineSource.Of("Runs", code)));

    private static bool NamesATicketType(EngineSource source) =>
        source.Words.Any(word => TicketDatasets.All.Any(dataset => dataset.Name.Equals(word, StringComparison.OrdinalIgnoreCase)));
}
