namespace FleetTickets.Cli.Output;

/// <summary>A file that others read at any time: they see the old text or the new one, never a part.</summary>
internal static class WholeFile
{
    /// <exception cref="UsageException">It cannot be written there.</exception>
    public static async Task WriteAsync(FileInfo file, string text, CancellationToken stop)
    {
        // Beside it, as only there a rename is one step; node_exporter takes *.prom only.
        var temporary = $"{file.FullName}.{Environment.ProcessId}.tmp";
        try
        {
            await File.WriteAllTextAsync(temporary, text, stop);
            File.Move(temporary, file.FullName, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new UsageException($"{file}: cannot be written: {failure.Message}");
        }
    }
}
