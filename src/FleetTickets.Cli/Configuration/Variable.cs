namespace FleetTickets.Cli.Configuration;

/// <summary>An environment variable that the programs read.</summary>
/// <param name="Default">What counts when it is empty or not set, in the words of README.md and .env.example.</param>
/// <param name="Needs">Who reads it: <see cref="SettingsNeeds.None"/> is every program.</param>
internal sealed record Variable(string Name, string Default, SettingsNeeds Needs);
