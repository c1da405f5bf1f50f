using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Notices;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Cli.Notices;

public sealed class ProgramCallTests
{
    private const string Url = "https://chat.example.com/hooks/hush-hush";

    [Fact]
    public void WhoIsToldIsKnownAndASecretAsSoonAsTheVariablesAreRead()
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, $"NOTIFY_URL={Url}\n");
            var call = new ProgramCall("a program");

            call.ReadEnvironment(new CommonRequest(new FileInfo(file), IsJson: false, IsVerbose: false, MayShowProgress: false));

            Assert.Equal(new Uri(Url), call.NotifyUrl);
            Assert.Equal("posting to *** failed", call.Secrets.Redact($"posting to {Url} failed"));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
