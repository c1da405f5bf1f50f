using System.CommandLine;

namespace FleetTickets.Cli.Commands;

/// <summary>Options under one heading of <c>--help</c>.</summary>
internal sealed record HelpSection(string Heading, params IReadOnlyList<Option> Options);
