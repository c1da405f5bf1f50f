using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed;

public sealed class ChangeFileTests
{
    [Theory]
    [ClassData(typeof(EveryDataset))]
    public void AFileIsAsOldAsItsNameSaysInEastAfricaTime(TicketDataset dataset)
    {
        var file = ChangeFile.From(Listed($"{dataset.ChangesFolder}2026-06-15T17-00-00.csv"), dataset.ChangesFolder);

        Assert.NotNull(file);
        Assert.Equal(new DateTimeOffset(2026, 6, 15, 14, 0, 0, TimeSpan.Zero), file.Time);
        Assert.Equal("2026-06-15T17-00-00.csv", file.Name);
    }

    [Theory]
    [InlineData("2024-02-29T23-59-59.csv")]
    [InlineData("0001-01-01T03-00-01.csv")]
    [InlineData("9999-12-31T23-59-59.csv")]
    public void ANameThatIsATimeIsAChangeFile(string name) => Assert.NotNull(ChangeFile.TimeOf(name));

    [Theory]
    [InlineData("2026-02-31T17-00-00.csv")]
    [InlineData("2026-02-29T17-00-00.csv")]
    [InlineData("2026-06-15T24-00-00.csv")]
    [InlineData("2026-06-15T17-60-00.csv")]
    [InlineData("2026-06-15T17:00:00.csv")]
    [InlineData("2026-06-15 17-00-00.csv")]
    [InlineData("2026-06-15t17-00-00.csv")]
    [InlineData("2026-6-15T17-00-00.csv")]
    [InlineData("2026-06-15T17-00-00.CSV")]
    [InlineData("2026-06-15T17-00-00.csv.gz")]
    [InlineData("2026-06-15T17-00-00.abc123.csv")]
    [InlineData("2026-06-15T17-00-00Z.csv")]
    [InlineData(" 2026-06-15T17-00-00.csv")]
    [InlineData("2026-06-15T17-00-00 .csv")]
    [InlineData("٢٠٢٦-06-15T17-00-00.csv")]
    [InlineData("0001-01-01T00-00-00.csv")]
    [InlineData("latest.csv")]
    [InlineData(".csv")]
    [InlineData("")]
    public void AnyOtherNameIsNone(string name) => Assert.Null(ChangeFile.TimeOf(name));

    [Theory]
    [InlineData("automations/inc/changes/older/2026-06-15T17-00-00.csv")]
    [InlineData("automations/inc/processed/2026-06-15T17-00-00.csv")]
    [InlineData("2026-06-15T17-00-00.csv")]
    public void AnObjectElsewhereThanInTheFolderIsNone(string key) => Assert.Null(ChangeFile.From(Listed(key), "automations/inc/changes/"));

    [Fact]
    public void TheTimeOfAWatermarkIsReadFromItsKey()
    {
        Assert.Equal(ChangeFile.TimeOf("2026-06-15T17-00-00.csv"), ChangeFile.TimeOfKey("anywhere/2026-06-15T17-00-00.csv"));
        Assert.Null(ChangeFile.TimeOfKey("anywhere/latest.csv"));
    }

    private static BucketObject Listed(string key) => new(key, "tag", 1);
}
