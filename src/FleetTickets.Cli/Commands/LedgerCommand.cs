using System.CommandLine;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Cli.Commands;

/// <summary>The commands with which an operator inspects the ledger and decides on its files.</summary>
internal sealed class LedgerCommand : IModeGroup
{
    private readonly Option<bool> _files = CommonOptions.Flag("--files", "List files: the waiting ones, the ones with a problem, and the newest others.");
    private readonly Option<bool> _rejects = CommonOptions.Flag("--rejects", "List the newest rejected records and why they were rejected.");
    private readonly Option<bool> _verify = CommonOptions.Flag("--verify", "Read every file again and compare the result with the table. Changes nothing.");
    private readonly Option<string[]> _retry = Keys(
        "--retry", "Move files that failed, were skipped or were never applied back to changes/. The next run loads them.", ArgumentArity.ZeroOrMore);
    private readonly Option<string[]> _skip = Keys("--skip", "Skip files that wait or have failed, or undo files that were applied.", ArgumentArity.OneOrMore);
    private readonly Option<bool> _unapplied = CommonOptions.Flag("--unapplied", "With --retry: take every archived file that the database does not know, as after a restore.");

    private readonly Option<string> _state = new Option<string>("--state")
    {
        HelpName = "STATE",
        Description = $"With --files: list only files in this state: {string.Join(", ", FileStates.All)}.",
    }.AcceptOnlyFromAmong([.. FileStates.All]);

    private readonly Option<string> _file = new("--file")
    {
        HelpName = "KEY",
        Description = "With --rejects: list all rejected records of one file. KEY is its object key or the last part of it.",
    };

    public IReadOnlyList<Option> Modes => [_files, _rejects, _retry, _skip, _verify];

    public IReadOnlyList<Option> Writing => [_retry, _skip];

    public IReadOnlyList<Option> Answering => [_files, _rejects, _verify];

    public IReadOnlyList<Refinement> Refinements => [new(_state, _files), new(_file, _rejects), new(_unapplied, _retry)];

    public IReadOnlyList<HelpSection> Sections => [new("Inspect", _files, _state, _rejects, _file, _verify), new("Repair", _retry, _unapplied, _skip)];

    /// <exception cref="UsageException">--retry has neither keys nor --unapplied, or both.</exception>
    public LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply)
    {
        if (mode == _files)
            return new FilesRequest(common, parsed.GetValue(_state));
        if (mode == _rejects)
            return new RejectsRequest(common, parsed.GetValue(_file));
        if (mode == _retry)
            return new RetryRequest(common, apply, KeysToRetry(parsed));
        return mode == _skip ? new SkipRequest(common, apply, parsed.GetValue(_skip)!) : new VerifyRequest(common);
    }

    private string[]? KeysToRetry(ParseResult parsed) => (parsed.GetValue(_unapplied), parsed.GetValue(_retry)!) switch
    {
        (true, { Length: 0 }) => null,
        (false, { Length: > 0 } keys) => keys,
        _ => throw new UsageException($"{_retry.Name} takes either keys or {_unapplied.Name}"),
    };

    private static Option<string[]> Keys(string name, string description, ArgumentArity arity) => new(name)
    {
        HelpName = "KEY…",
        Description = description,
        Arity = arity,
        AllowMultipleArgumentsPerToken = true,
    };
}
