using System.CommandLine;

namespace FleetTickets.Cli.Commands;

/// <summary>Modes of a loader that belong together, with the options that only go with them.</summary>
internal interface IModeGroup
{
    /// <summary>Options that each name a mode.</summary>
    IReadOnlyList<Option> Modes { get; }

    /// <summary>The modes that write, and do so only with --apply.</summary>
    IReadOnlyList<Option> Writing { get; }

    /// <summary>The modes that answer a question, and can do so as JSON.</summary>
    IReadOnlyList<Option> Answering { get; }

    /// <summary>Options that go with some of the modes and with nothing else.</summary>
    IReadOnlyList<Refinement> Refinements { get; }

    /// <summary>Its options, for <c>--help</c>; sections of one heading become one.</summary>
    IReadOnlyList<HelpSection> Sections { get; }

    /// <summary>The request of one of <see cref="Modes"/>.</summary>
    /// <exception cref="UsageException">A value is wrong.</exception>
    LoaderRequest Read(ParseResult parsed, Option mode, CommonRequest common, bool apply);
}
