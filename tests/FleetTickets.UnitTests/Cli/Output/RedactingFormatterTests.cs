using FleetTickets.Cli.Configuration;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Cli.Programs;

namespace FleetTickets.UnitTests.Cli.Output;

public sealed class RedactingFormatterTests
{
    private readonly Secrets _secrets = new();

    [Fact]
    public void BeforeAnythingIsLearntNothingIsRedacted() => Assert.Equal("hunter2", _secrets.Redact("hunter2"));

    [Theory]
    [InlineData("hunter2")]
    [InlineData("p@ss/word?#%")]
    [InlineData("quote \" backslash \\ end")]
    [InlineData("two\nlines")]
    [InlineData("päss 🦒 wörd")]
    public void ASecretLeavesNeitherALineNorAnObjectHoweverItIsWritten(string secret)
    {
        _secrets.Learn([secret, "another"]);
        var failure = new IOException($"cannot connect to postgres://user:{Uri.EscapeDataString(secret)}@host/db");

        foreach (var format in new Serilog.Formatting.ITextFormatter[] { new LogLineFormatter(withStackTraces: true, LogPrefix.Clock), new JsonLineFormatter() })
        {
            var written = LogLines.Of(new RedactingFormatter(format, _secrets), log => log.Error(failure, "refused {Value} and {Other}", secret, "another"));
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
            Assert.DoesNotContain(secret[..6], written, StringComparison.Ordinal);
            Assert.DoesNotContain(Uri.EscapeDataString(secret), written, StringComparison.Ordinal);
            Assert.DoesNotContain("another", written, StringComparison.Ordinal);
            Assert.Contains("***", written, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OfTwoSecretsOneInTheOtherTheLongerGoesWhole()
    {
        _secrets.Learn(["pass", "password"]);

        Assert.Equal("*** ***", _secrets.Redact("password pass"));
    }
}
