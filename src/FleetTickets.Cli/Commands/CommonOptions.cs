using System.CommandLine;
using System.CommandLine.Help;

namespace FleetTickets.Cli.Commands;

/// <summary>What all three programs understand.</summary>
internal sealed class CommonOptions
{
    public Option<FileInfo> EnvFile { get; } = new("--env-file")
    {
        HelpName = "FILE",
        Description = "Read variables from FILE. The process environment takes precedence. [default: .env in this directory or in a parent]",
    };

    public Option<string> LogFormat { get; } = new Option<string>("--log-format")
    {
        HelpName = "text|json",
        Description = "Set the format of log events on stderr.",
        DefaultValueFactory = _ => "text",
    }.AcceptOnlyFromAmong("text", "json");

    public Option<bool> Verbose { get; } = Flag("--verbose", "Log more detail.");

    public Option<bool> NoProgress { get; } = Flag("--no-progress", "Do not draw a progress bar.");

    /// <summary>Of the commands that read; <see cref="LoaderCommand"/> says which.</summary>
    public Option<bool> Json { get; } = Flag("--json", "With --status, --files, --rejects or --verify: print JSON.");

    /// <summary>What <c>--help</c> and <c>--version</c> say of themselves.</summary>
    private static void Describe(RootCommand root)
    {
        foreach (var option in root.Options)
        {
            option.Description = option switch
            {
                HelpOption => "Show this help.",
                VersionOption => "Show the version.",
                _ => option.Description,
            };
        }
    }

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
        Describe(root);
    }

    public static CommonRequest Read(CommonOptions options, ParseResult parsed) => new(
        Existing(options.EnvFile, parsed),
        IsJson: parsed.GetValue(options.LogFormat) == "json",
        IsVerbose: parsed.GetValue(options.Verbose),
        MayShowProgress: !parsed.GetValue(options.NoProgress));
}
