using System.CommandLine;
using System.CommandLine.Invocation;
using System.Text.RegularExpressions;
using FleetTickets.Cli.Configuration;
using FleetTickets.Engine.Results;

namespace FleetTickets.Cli.Commands;

/// <summary>The path from words to a checked request, the same for every program.</summary>
internal static partial class CommandLine
{
    // Files of arguments would let any readable file become part of the command.
    private static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    /// <summary>Null when the parser itself answers: <c>--help</c>, <c>--version</c>.</summary>
    /// <exception cref="UsageException">An unknown option, a missing value: the first problem, with the option's name.</exception>
    public static ParseResult? Parse(RootCommand root, string[] args, out int exitCode)
    {
        var parsed = root.Parse(args, Configuration);
        exitCode = ExitCode.Done;
        if (parsed.Action is not null and not ParseErrorAction)
        {
            exitCode = parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
            return null;
        }
        return parsed.Errors.Count == 0 ? parsed : throw new UsageException(Problem(parsed) + Suggestion(root, parsed));
    }

    /// <summary>The first problem, without the words that were given: one may hold a password.</summary>
    private static string Problem(ParseResult parsed) => parsed.Tokens.Select(token => token.Value).Concat(parsed.UnmatchedTokens).Distinct()
        .Aggregate(parsed.Errors[0].Message.TrimEnd('.'), (message, word) => message.Replace($"'{word}'", $"'{Shown(word)}'", StringComparison.Ordinal));

    /// <summary>The option that was most likely meant by one that is none.</summary>
    private static string Suggestion(RootCommand root, ParseResult parsed)
    {
        var given = parsed.UnmatchedTokens.Select(Shown).FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal));
        return given is not null && NearMiss.Of(given.TrimEnd('…'), root.Options.Select(option => option.Name)) is { } meant ? $"; did you mean {meant}?" : "";
    }

    private static string Shown(string word) => OptionName().Match(word) is { Success: true } option
        ? option.Value + (option.Length < word.Length ? "…" : "")
        : "…";

    [GeneratedRegex("^(--[a-z][a-z_-]*|-[a-z])(?=$|[=:])", RegexOptions.IgnoreCase)]
    private static partial Regex OptionName();

    /// <summary>Of the options that each name a mode, the one that was given.</summary>
    /// <exception cref="UsageException">None, or more than one.</exception>
    public static Option ModeOf(ParseResult parsed, IReadOnlyList<Option> modes)
    {
        var given = modes.Where(mode => parsed.GetResult(mode) is { Implicit: false }).ToList();
        return given.Count switch
        {
            1 => given[0],
            0 => throw new UsageException($"say what to do: one of {string.Join(", ", modes.Select(mode => mode.Name))}"),
            _ => throw new UsageException($"{given[0].Name} and {given[1].Name} exclude each other"),
        };
    }

    /// <exception cref="UsageException">The option was given, and the mode is none of those that it goes with.</exception>
    public static void Only(ParseResult parsed, Option mode, Option option, params IReadOnlyList<Option> with)
    {
        if (parsed.GetResult(option) is { Implicit: false } && !with.Contains(mode))
            throw new UsageException($"{option.Name} only goes with {string.Join(" or ", with.Select(partner => partner.Name))}");
    }

    /// <exception cref="UsageException">The value is outside the range.</exception>
    public static double InRange(Option<double> option, ParseResult parsed, double from, double to) =>
        parsed.GetValue(option) is var value && value >= from && value <= to
            ? value
            : throw new UsageException($"{option.Name} {value}: expected a number from {from} to {to}");
}
