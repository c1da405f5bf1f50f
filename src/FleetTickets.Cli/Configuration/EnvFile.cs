namespace FleetTickets.Cli.Configuration;

/// <summary>A file of <c>NAME=value</c> lines. Values are taken as they stand: nothing in them is expanded or executed.</summary>
internal static class EnvFile
{
    private const string FileName = ".env";
    private const string Export = "export";
    private const string LastFolderHolds = "FleetTickets.sln";

    /// <summary>A byte order mark is one at the beginning of a file only; nobody means it anywhere else.</summary>
    private static readonly char[] Blanks = ['\uFEFF', ' ', '\t', '\r', '\v', '\f'];

    /// <summary>The first <c>.env</c> in a folder or one above it, not beyond the folder of the solution; null when there is none.</summary>
    public static FileInfo? FindFrom(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent)
        {
            var file = new FileInfo(Path.Combine(folder.FullName, FileName));
            if (file.Exists)
                return file;
            if (File.Exists(Path.Combine(folder.FullName, LastFolderHolds)))
                return null;
        }
        return null;
    }

    /// <summary>Reads the lines of a file: blank ones and comments aside, <c>NAME=value</c>, optionally after <c>export</c>, optionally quoted.</summary>
    /// <exception cref="UsageException">A line is none of these; it is named by its number, not shown, as it may hold a secret.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string name, IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>();
        foreach (var (number, line) in lines.Index().Select(item => (item.Index + 1, item.Item.Trim(Blanks))))
        {
            if (line.Length == 0 || line.StartsWith('#'))
                continue;
            var assignment = line.StartsWith(Export, StringComparison.Ordinal) && line.Length > Export.Length && char.IsWhiteSpace(line[Export.Length])
                ? line[Export.Length..].TrimStart()
                : line;
            var equals = assignment.IndexOf('=', StringComparison.Ordinal);
            var variable = equals < 0 ? "" : assignment[..equals].Trim();
            if (variable.Length == 0 || char.IsAsciiDigit(variable[0]) || !variable.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
                throw new UsageException($"{name}, line {number}: expected NAME=value");
            values[variable] = Unquoted(assignment[(equals + 1)..].Trim());
        }
        return values;
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && (value[0] is '"' or '\'') && value[^1] == value[0] ? value[1..^1] : value;
}
