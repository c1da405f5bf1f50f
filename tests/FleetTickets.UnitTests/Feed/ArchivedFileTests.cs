using FleetTickets.Engine.Feed;

namespace FleetTickets.UnitTests.Feed;

public sealed class ArchivedFileTests
{
    private const string Folder = "automations/inc/processed/";

    [Theory]
    [InlineData("2026-06-15T17-00-00.csv", null)]
    [InlineData("2026-06-15T17-00-00.8dd-1f.csv", "8dd-1f")]
    [InlineData("2026-06-15T17-00-00.a.b.csv", "a.b")]
    public void ATagIsNoPartOfTheName(string name, string? tag)
    {
        var archived = ArchivedFile.From(new BucketObject(Folder + name, "etag", 1), Folder);

        Assert.Equal(("2026-06-15T17-00-00.csv", tag, 14), (archived?.Name, archived?.Tag, archived?.Time.UtcDateTime.Hour));
    }

    [Theory]
    [InlineData("readme.txt")]
    [InlineData("readme.old.csv")]
    [InlineData("2026-02-31T17-00-00.tag.csv")]
    [InlineData("2026-06-15T17-00-00.tag.txt")]
    [InlineData("nested/2026-06-15T17-00-00.csv")]
    [InlineData(".csv")]
    [InlineData("")]
    public void AnyOtherNameIsNoChangeFile(string name)
    {
        Assert.Null(ArchivedFile.From(new BucketObject(Folder + name, "etag", 1), Folder));
        Assert.Equal(name, ArchivedFile.PlainName(name));
    }
}
