using System.Runtime.Versioning;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Configuration;

[SupportedOSPlatform("linux")]
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

    [Theory]
    [InlineData(UnixFileMode.OtherWrite)]
    [InlineData(UnixFileMode.OtherWrite | UnixFileMode.OtherRead)]
    public void AFoundFileThatOthersMayWriteIsRefused(UnixFileMode more)
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write(".env", "NAME=the-secret\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | more);

        var wrong = Assert.Throws<UsageException>(() => ProcessEnvironment.Found(new DirectoryInfo(folder.FullName)));

        Assert.Equal(
            $"{file} is not read: other users may write to it; chmod 600 it, if what it says is right; or name the file with --env-file",
            wrong.Message);
    }

    [Fact]
    public void AFoundFileOfOurOwnIsBelieved()
    {
        using var folder = new TemporaryDirectory();
        var file = folder.Write(".env", "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        Assert.Equal(file, ProcessEnvironment.Found(Directory.CreateDirectory(folder.PathOf("below")))?.FullName);
    }

    [Fact]
    public void AFileThatCannotBeReadIsWrongConfiguration()
    {
        using var folder = new TemporaryDirectory();

        var wrong = Assert.Throws<UsageException>(() => ProcessEnvironment.Read(new FileInfo(folder.FullName)));
        Assert.StartsWith(folder.FullName, wrong.Message, StringComparison.Ordinal);
    }
}
