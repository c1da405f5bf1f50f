using System.Diagnostics;
using System.Runtime.Versioning;

// What is tested here are shell scripts and Linux programs.
[assembly: SupportedOSPlatform("linux")]

namespace FleetTickets.EndToEndTests;

/// <summary>A copy of run_ingest.sh in a new directory, with stand-ins for the programs that it starts.</summary>
internal sealed class IngestSandbox : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ft-ingest-");

    public IngestSandbox()
    {
        foreach (var script in new[] { "run_ingest.sh", "src/FleetTickets.SampleFeed/demo.sh", "tests/servers/debian.sh" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(script))!);
            File.Copy(Path.Combine(AppContext.BaseDirectory, script), PathOf(script));
        }
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Makes a bash script that runs in the sandbox, under a name from there.</summary>
    public void Write(string program, string body)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(program))!);
        File.WriteAllText(PathOf(program), $"#!/bin/bash\ncd {_folder.FullName} || exit\n{body}\n");
        File.SetUnixFileMode(PathOf(program), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public void Inc(string body) => Write("publish/inc", body);

    public void Crq(string body) => Write("publish/crq", body);

    public void Both(string body)
    {
        Inc(body);
        Crq(body);
    }

    public void EnvFile(string text, UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite)
    {
        File.WriteAllText(PathOf(".env"), text);
        File.SetUnixFileMode(PathOf(".env"), mode);
    }

    /// <summary>As cron starts it: from another directory, with nearly nothing in the environment.</summary>
    public Process Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        // A test run that is itself in the background has SIGINT ignored, and a shell could not even ask for it.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", PathOf("run_ingest.sh"), .. arguments])
        {
            WorkingDirectory = "/",
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["PATH"] = "/usr/bin:/bin";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public async Task<IngestOutcome> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var script = Start(arguments, environment);
        return await IngestOutcome.OfAsync(script);
    }

    public Task<IngestOutcome> RunAsync() => RunAsync([]);

    public void Dispose() => _folder.Delete(recursive: true);
}

internal sealed record IngestOutcome(int ExitCode, string Output, string Errors)
{
    public static async Task<IngestOutcome> OfAsync(Process script)
    {
        var errors = script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await script.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new IngestOutcome(script.ExitCode, output, await errors);
    }

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
