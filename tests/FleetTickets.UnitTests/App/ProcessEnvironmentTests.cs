using FleetTickets.Engine.App;

namespace FleetTickets.UnitTests.App;

public sealed class ProcessEnvironmentTests
{
    [Fact]
    public void TheProcessWinsOverTheFile()
    {
        using var folder = new TemporaryDirectory();
        var file = new FileInfo(folder.Write("my.env", "PATH=from the file\nFLEETTICKETS_ONLY_IN_THE_FILE=value\n"));

        var environment = ProcessEnvironment.Read(file);
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), environment["PATH"]);
        Assert.Equal("value", environment["FLEETTICKETS_ONLY_IN_THE_FILE"]);
    }

    [Fact]
    public void AFileThatCannotBeReadIsWrongConfiguration()
    {
        using var folder = new TemporaryDirectory();

        var wrong = Assert.Throws<UsageException>(() => ProcessEnvironment.Read(new FileInfo(folder.FullName)));
        Assert.StartsWith(folder.FullName, wrong.Message, StringComparison.Ordinal);
    }
}
