using System.CommandLine;

namespace FleetTickets.Cli.Commands;

/// <summary>What all three programs understand.</summary>
internal sealed class CommonOptions
{
    public Option<FileInfo> EnvFile { get; } = new("--env-file")
    {
        HelpName = "FILE",
        Description = "Read variables from FILE; the process environment wins [default: .env here or in a folder above]",
    };

    public Option<string> LogFormat { get; } = new Option<string>("--log-format")
    {
        HelpName = "text|json",
        Description = "How log events are written to stderr",
        DefaultValueFactory = _ => "text",
    }.AcceptOnlyFromAmong("text", "json");

    public Option<bool> Verbose { get; } = Flag("--verbose", "Also log what matters only when something is wrong");

    public Option<bool> NoProgress { get; } = Flag("--no-progress", "No progress bar, even on a terminal");

    public static Option<bool> Flag(string name, string description) => new(name) { Arity = ArgumentArity.Zero, Description = description };

    /// <summary>The file that an option names; null when the option is not given.</summary>
    /// <exception cref="UsageException">There is no such file.</exception>
    public static FileInfo? Existing(Option<FileInfo> option, ParseResult parsed)
    {
        var file = parsed.GetValue(option);
        return file is null or { Exists: true } ? file : throw new UsageException($"{option.Name} {file}: no such file");
    }

    public void AddTo(RootCommand root)
    {
        foreach (var option in new Option[] { EnvFile, LogFormat, Verbose, NoProgress })
            root.Add(option);
    }

    public static CommonRequest Read(CommonOptions options, ParseResult parsed) => new(
        Existing(options.EnvFile, parsed),
        IsJson: parsed.GetValue(options.LogFormat) == "json",
        IsVerbose: parsed.GetValue(options.Verbose),
        MayShowProgress: !parsed.GetValue(options.NoProgress));
}
