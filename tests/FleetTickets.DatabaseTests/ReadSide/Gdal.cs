using System.ComponentModel;
using System.Diagnostics;

namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>GDAL's command-line programs, as a reader that owes nothing to PostGIS or to us.</summary>
internal static class Gdal
{
    /// <summary>Runs a program beside a file of <paramref name="content"/>; a complaint of any kind fails the test.</summary>
    /// <returns>What the program printed.</returns>
    public static async Task<string> ReadAsync(string fileName, byte[] content, string program, string arguments, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("fleettickets-gdal-");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, fileName), content, cancellation);
            using var process = Start(program, arguments, folder.FullName);
            var complaints = process.StandardError.ReadToEndAsync(cancellation);
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);

            Assert.Equal((0, ""), (process.ExitCode, await complaints));
            return output;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Process Start(string program, string arguments, string folder)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"{program} did not start: {e.Message}; install the package gdal-bin", e);
        }
    }
}
