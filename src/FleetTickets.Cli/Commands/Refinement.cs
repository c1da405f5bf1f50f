using System.CommandLine;

namespace FleetTickets.Cli.Commands;

/// <summary>An option that says more about some modes, and goes with no other.</summary>
internal sealed record Refinement(Option Option, params IReadOnlyList<Option> Modes);
