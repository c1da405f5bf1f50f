using System.Diagnostics;
using System.Text.RegularExpressions;

namespace FleetTickets.EndToEndTests;

/// <summary>A command on a real terminal of 80 columns, which <c>script</c> of util-linux makes; stdout and stderr come as one, as a person sees them.</summary>
internal static partial class RealTerminal
{
    private static readonly TimeSpan HardLimit = TimeSpan.FromMinutes(2);

    /// <param name="command">For sh; it may use the environment.</param>
    /// <param name="typed">What a person types, all at once.</param>
    public static async Task<string> ShowAsync(string command, IReadOnlyDictionary<string, string> environment, string typed = "")
    {
        var start = new ProcessStartInfo("script", ["--quiet", "--flush", "--command", $"stty cols 80 rows 24; {command}", "/dev/null"])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in Programs.Environment.Concat(environment))
            start.Environment[name] = value;
        start.Environment["PATH"] = $"{Programs.Folders}:/usr/local/bin:/usr/bin:/bin";
        start.Environment["SHELL"] = "/bin/sh";
        start.Environment["HOME"] = Path.GetTempPath();
        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["TERM"] = "xterm-256color";

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(HardLimit);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(typed.AsMemory(), limit.Token);
        await process.StandardInput.FlushAsync(limit.Token);
        var shown = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return shown.Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    /// <summary>Without what only a terminal understands.</summary>
    public static string Visible(string shown) => Escape().Replace(shown, "");

    [GeneratedRegex(@"\x1B(\[[0-9;?]*[A-Za-z]|[=>])")]
    private static partial Regex Escape();
}
