using FleetTickets.Cli.Configuration;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Cli.Programs;

namespace FleetTickets.UnitTests.Cli.Output;

[Collection(ProcessWideState.Name)]
public sealed class StandardStreamsTests
{
    private const string Hostile = "\u001b[2Ja\u009bb\u202ec\u2028d\re";
    private const string Shown = "\\u001b[2Ja\\u009bb\\u202ec\\u2028d\\u000de";

    [Fact]
    public async Task WhateverIsWrittenAndHoweverATerminalIsSentNothingToActOn()
    {
        var run = await CapturedRun.Of(async () =>
        {
            StandardStreams.Guard(new Secrets());
            await Console.Out.WriteAsync(Hostile);
            await Console.Out.WriteLineAsync(Hostile);
            Console.Out.Write(Hostile.ToCharArray());
            Console.Out.Write($"{Hostile}\n".AsSpan());
            Console.Out.Write("{0}", Hostile);
            await Console.Error.WriteLineAsync(Hostile);
            Console.Error.Write(Hostile[0]);
            return 0;
        });

        Assert.Equal($"{Shown}{Shown}\n{Shown}{Shown}\n{Shown}", run.Output);
        Assert.Equal($"{Shown}\n\\u001b", run.Errors);
    }

    [Fact]
    public async Task AMessageThatIsWrittenPastTheLogHoldsNoSecret()
    {
        var secrets = new Secrets();
        var run = await CapturedRun.Of(async () =>
        {
            StandardStreams.Guard(secrets);
            secrets.Learn(["hunter2"]);
            await Console.Error.WriteLineAsync("the password hunter2 is wrong");
            return 0;
        });

        Assert.Equal("the password *** is wrong\n", run.Errors);
    }

    [Fact]
    public async Task ALineStaysOneLineWhateverIsInIt()
    {
        var run = await CapturedRun.Of(async () =>
        {
            await StandardStreams.WriteLinesAsync(["a\nforged line", "b"]);
            return 0;
        });

        Assert.Equal("a\\u000aforged line\nb\n", run.Output);
    }
}
