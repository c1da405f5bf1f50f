using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Configuration;

public sealed class EnvFileTrustTests
{
    private const uint Root = 0;
    private const uint Self = 1000;
    private const uint Somebody = 1001;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Theory]
    [InlineData(Self, Self, Self, Private)]
    [InlineData(Self, Self, Self, Private | UnixFileMode.GroupWrite)]
    [InlineData(Self, Self, Somebody, Private | UnixFileMode.GroupRead | UnixFileMode.OtherRead)]
    [InlineData(Root, Root, Root, Private)]
    [InlineData(Root, Self, Root, Private)]
    public void AFileOfOursOrOfRootsIsBelieved(uint user, uint linkUser, uint group, UnixFileMode mode) =>
        Assert.Null(EnvFileTrust.Objection(Self, user, linkUser, group, mode));

    [Theory]
    [InlineData(Self, Somebody, Somebody, Somebody)]
    [InlineData(Self, Somebody, Self, Self)]
    [InlineData(Self, Self, Somebody, Self)]
    [InlineData(Self, Root, Somebody, Root)]
    [InlineData(Root, Somebody, Somebody, Somebody)]
    public void SomebodyElsesFileOrLinkIsNot(uint self, uint user, uint linkUser, uint group) => Assert.Equal(
        $"it belongs to user {Somebody}, and this program runs as user {self}; change its owner",
        EnvFileTrust.Objection(self, user, linkUser, group, Private));

    [Theory]
    [InlineData(Self, UnixFileMode.OtherWrite)]
    [InlineData(Somebody, UnixFileMode.GroupWrite)]
    public void AFileThatOthersMayWriteToIsNot(uint group, UnixFileMode more) =>
        Assert.StartsWith("other users may write to it", EnvFileTrust.Objection(Self, Self, Self, group, Private | more), StringComparison.Ordinal);

    [Fact]
    public void TheOwnerOfALinkIsToldFromThatOfTheFile()
    {
        using var folder = new TemporaryDirectory();
        var link = folder.PathOf("link");
        File.CreateSymbolicLink(link, "/");

        Assert.Equal(FileOwner.CurrentUser, FileOwner.Of(folder.Write("file", ""), throughLink: true).User);
        Assert.Equal((FileOwner.CurrentUser, Root), (FileOwner.Of(link, throughLink: false).User, FileOwner.Of(link, throughLink: true).User));
    }
}
