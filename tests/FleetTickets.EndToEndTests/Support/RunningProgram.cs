using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace FleetTickets.EndToEndTests;

/// <summary>A program as a child process with an environment of its own. Every run is also searched for the secrets it was given.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan HardLimit = TimeSpan.FromMinutes(8);

    private readonly Process _process;
    private readonly IReadOnlyList<string> _secrets;
    private readonly CancellationTokenSource _limit;
    private readonly Channel<string> _newErrors = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;
    private readonly Task _errorsRead;

    private RunningProgram(Process process, IReadOnlyList<string> secrets)
    {
        _process = process;
        _secrets = secrets;
        _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _limit.CancelAfter(HardLimit);
        _output = process.StandardOutput.ReadToEndAsync(_limit.Token);
        _errorsRead = ReadErrorsAsync();
    }

    /// <param name="within">What the command line begins with; nothing for this machine itself.</param>
    public static RunningProgram Start(
        string program, string[] arguments, IReadOnlyDictionary<string, string> environment, string workingDirectory, params string[] within)
    {
        // A test run that is itself in the background has SIGINT ignored, and its children would inherit that.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", .. within, Programs.PathOf(program), .. arguments])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Programs.Environment.Concat(environment))
            start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!, GivenSecrets.In(environment));
    }

    /// <summary>Waits for the next line on stderr that holds <paramref name="text"/>.</summary>
    public async Task WaitForLineAsync(string text) =>
        Assert.True(await SeesLineAsync(text), $"the program ended without a line that holds '{text}':\n{_errors}");

    /// <summary>The same, for a line that may not come: false when the program ends first.</summary>
    public async Task<bool> SeesLineAsync(string text)
    {
        await foreach (var line in _newErrors.Reader.ReadAllAsync(_limit.Token))
        {
            if (line.Contains(text, StringComparison.Ordinal))
                return true;
        }
        return false;
    }

    /// <summary>The most memory that was resident at any time so far.</summary>
    public long PeakMemoryBytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{_process.Id}"]);
        await kill.WaitForExitAsync(_limit.Token);
    }

    /// <summary>SIGKILL: no handler runs.</summary>
    public Task<ProgramOutcome> KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        return EndAsync();
    }

    public async Task<ProgramOutcome> EndAsync()
    {
        await _process.WaitForExitAsync(_limit.Token);
        await _errorsRead;
        var outcome = new ProgramOutcome(_process.ExitCode, await _output, _errors.ToString());
        foreach (var text in new[] { outcome.Output, outcome.Errors })
        {
            Assert.All(_secrets, secret => Assert.False(text.Contains(secret, StringComparison.Ordinal), "a secret was shown"));
            Assert.False(text.Contains('\e') || text.Contains('\r'), "redirected output holds what only a terminal understands");
        }
        return outcome;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _limit.Dispose();
    }

    private async Task ReadErrorsAsync()
    {
        while (await _process.StandardError.ReadLineAsync(_limit.Token) is { } line)
        {
            _errors.Append(line).Append('\n');
            _newErrors.Writer.TryWrite(line);
        }
        _newErrors.Writer.Complete();
    }
}

/// <summary>How a program ended, and all that it said.</summary>
internal sealed record ProgramOutcome(int ExitCode, string Output, string Errors)
{
    public ProgramOutcome Expect(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}\n{Output}{Errors}");
        return this;
    }

    public string[] ErrorLines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
