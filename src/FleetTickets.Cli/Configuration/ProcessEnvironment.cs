using System.Collections;

namespace FleetTickets.Cli.Configuration;

/// <summary>The variables of the process, and below them those of an <c>.env</c> file.</summary>
internal static class ProcessEnvironment
{
    /// <param name="envFile">The file that was named, or null to look for one.</param>
    /// <exception cref="UsageException">The file cannot be read, or was found and is not to be believed.</exception>
    public static IReadOnlyDictionary<string, string> Read(FileInfo? envFile)
    {
        var values = new Dictionary<string, string>();
        if ((envFile ?? Found(new DirectoryInfo(Environment.CurrentDirectory))) is { } file)
        {
            foreach (var (name, value) in EnvFile.Parse(file.Name, LinesOf(file)))
                values[name] = value;
        }
        foreach (var (name, value) in Own())
            values[name] = value;
        return values;
    }

    /// <summary>Those of the process alone.</summary>
    public static IReadOnlyDictionary<string, string> Own() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "");

    internal static FileInfo? Found(DirectoryInfo folder)
    {
        var file = EnvFile.FindFrom(folder);
        if (file is not null)
            EnvFileTrust.Require(file);
        return file;
    }

    private static string[] LinesOf(FileInfo file)
    {
        try
        {
            return File.ReadAllLines(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.FullName}: {unreadable.Message.TrimEnd('.')}");
        }
    }
}
