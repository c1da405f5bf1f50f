using FleetTickets.Cli.Configuration;

namespace FleetTickets.UnitTests.Cli.Configuration;

public sealed class NearMissTests
{
    private static readonly string[] Known = ["--status", "--files", "--from-bucket", "RUSTFS_ENDPOINT", "DATABASE_URL"];

    [Theory]
    [InlineData("--stauts", "--status")]
    [InlineData("--file", "--files")]
    [InlineData("--from-buckt", "--from-bucket")]
    [InlineData("RUSTFS_ENDPIONT", "RUSTFS_ENDPOINT")]
    [InlineData("DATABSE_URL", "DATABASE_URL")]
    public void ASlipOfTheKeysFindsTheWord(string given, string meant) => Assert.Equal(meant, NearMiss.Of(given, Known));

    [Theory]
    [InlineData("--status")]
    [InlineData("--verify")]
    [InlineData("RUSTFS_REGION")]
    [InlineData("")]
    public void AnotherWordIsNoSlip(string given) => Assert.Null(NearMiss.Of(given, Known));

    [Fact]
    public void AnEndlessWordTakesNoTime() => Assert.Null(NearMiss.Of(new string('-', 1_000_000), Known));
}
