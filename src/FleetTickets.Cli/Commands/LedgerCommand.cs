using System.CommandLine;
using FleetTickets.Engine.Ledger;

namespace FleetTickets.Cli.Commands;

/// <summary>The verbs by which a person looks into the ledger, and decides on its files.</summary>
internal sealed class LedgerCommand : IModeGroup
{
    private readonly Option<bool> _files = CommonOptions.Flag("--files", "List the files: those that wait, those with which something is, and the newest others");
    private readonly Option<bool> _rejects = CommonOptions.Flag("--rejects", "List the newest rejected records, with the reason");
    private readonly Option<bool> _verify = CommonOptions.Flag("--verify", "Read every file again and compare what comes out with the table; reads only");
    private readonly Option<string[]> _retry = Keys("--retry", "Put files that failed, were skipped or were never applied back into changes/, where the next run merges them");
    private readonly Option<string[]> _skip = Keys("--skip", "Leave out these files, which wait or have failed, or take out applied ones again");

    private readonly Option<string> _state = new Option<string>("--state")
    {
        HelpName = "STATE",
        Description = $"With --files: files of one state: {string.Join(", ", FileStates.All)}",
    }.AcceptOnlyFromAmong([.. FileStates.All]);

    private readonly Option<string> _file = new("--file")
    {
        HelpName = "KEY",
        Description = "With --rejects: all of one file; its key, or the last part of it",
    };

    public IReadOnlyList<Option> Modes => [_files, _rejects, _retry, _skip, _verify];

    public IReadOnlyList<Option> Writing => [_retry, _skip];

    public IReadOnlyList<Refinement> Refinements => [new(_state, _files), new(_file, _rejects)];

    public LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply)
    {
        if (mode == _files)
            return new FilesRequest(common, parsed.GetValue(_state));
        if (mode == _rejects)
            return new RejectsRequest(common, parsed.GetValue(_file));
        if (mode == _retry)
            return new RetryRequest(common, apply, parsed.GetValue(_retry)!);
        return mode == _skip ? new SkipRequest(common, apply, parsed.GetValue(_skip)!) : new VerifyRequest(common);
    }

    private static Option<string[]> Keys(string name, string description) => new(name)
    {
        HelpName = "KEY…",
        Description = description,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };
}
