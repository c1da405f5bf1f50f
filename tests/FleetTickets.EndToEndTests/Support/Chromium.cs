using System.ComponentModel;
using System.Diagnostics;

namespace FleetTickets.EndToEndTests;

/// <summary>A real browser without a screen and without a network, as a reader who owes nothing to us.</summary>
internal static class Chromium
{
    /// <summary>The document as the browser has it once it is loaded, as HTML.</summary>
    public static Task<string> DocumentAsync(string page) => RunAsync("--dump-dom", new Uri(page).AbsoluteUri);

    /// <summary>A picture of the page's beginning, PNG.</summary>
    public static async Task<byte[]> PictureAsync(string page)
    {
        var folder = Directory.CreateTempSubdirectory("ft-picture-");
        try
        {
            var picture = Path.Combine(folder.FullName, "page.png");
            await RunAsync("--hide-scrollbars", "--window-size=1200,900", $"--screenshot={picture}", new Uri(page).AbsoluteUri);
            return await File.ReadAllBytesAsync(picture, TestContext.Current.CancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var profile = Directory.CreateTempSubdirectory("ft-chromium-");
        try
        {
            // Root needs --no-sandbox; the page is ours.
            using var process = Start(["--headless", "--no-sandbox", $"--user-data-dir={profile.FullName}", "--host-resolver-rules=MAP * ~NOTFOUND", .. arguments]);
            var complaints = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(process.ExitCode == 0, await complaints);
            return output;
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    private static Process Start(string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("chromium", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"chromium did not start: {e.Message}; install the package chromium", e);
        }
    }
}
