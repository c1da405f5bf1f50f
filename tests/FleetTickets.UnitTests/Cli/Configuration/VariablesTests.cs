using System.Text.RegularExpressions;
using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli.Connections;
using FleetTickets.Cli;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.UnitTests.Cli.Programs;

namespace FleetTickets.UnitTests.Cli.Configuration;

/// <summary>The settings, README.md, .env.example and --help speak of the same variables, with the same defaults.</summary>
public sealed partial class VariablesTests
{
    private const SettingsNeeds Everything = SettingsNeeds.Bucket | SettingsNeeds.Geocoder | SettingsNeeds.GeocoderKey;

    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
    private static readonly string[] Example = File.ReadAllLines(Path.Combine(Repository.Root, ".env.example"));

    private static IEnumerable<string> Names => Variables.All.Select(variable => variable.Name);

    [Fact]
    public void TheReadmeHasEachVariableWithItsDefault()
    {
        var rows = Row().Matches(Readme)
            .SelectMany(row => Name().Matches(row.Groups["names"].Value).Select(name => (Name: name.Value, Default: row.Groups["default"].Value)))
            .ToDictionary(row => row.Name, row => row.Default);

        Assert.Equal(Names.Order(), rows.Keys.Order());
        Assert.All(Variables.All, variable => Assert.StartsWith(variable.Default, rows[variable.Name].Replace("`", "", StringComparison.Ordinal), StringComparison.Ordinal));
    }

    [Fact]
    public void TheExampleHasEachVariableWithItsDefault()
    {
        var values = Example.Select(line => Assignment().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value);

        Assert.Equal(Names, values);
        Assert.All(Variables.All, variable => Assert.Contains(
            variable.Default is "required" ? "Required" : $"Default: {variable.Default}", CommentAbove(variable.Name), StringComparison.Ordinal));
    }

    [Fact]
    public void TheExampleIsAConfigurationWithEverythingInIt()
    {
        var values = Values();

        Assert.NotNull(Settings.From(values, "a test", Everything).NotifyUrl);
        Assert.Empty(Settings.UnknownIn(values.Keys));
    }

    [Fact]
    public void WhatIsRequiredIsMissedByTheSettings() => Assert.All(Variables.All.Where(variable => variable.Default is "required"), variable =>
    {
        var values = Values();
        values.Remove(variable.Name);

        var wrong = Assert.Throws<UsageException>(() => Settings.From(values, "a test", Everything));
        Assert.StartsWith($"{variable.Name} is not set", Assert.Single(wrong.Problems), StringComparison.Ordinal);
    });

    [Fact]
    public void WhatHasADefaultIsMissedByNobody()
    {
        var values = Values();
        foreach (var variable in Variables.All.Where(variable => variable.Default is not "required"))
            values.Remove(variable.Name);

        var settings = Settings.From(values, "a test", Everything);
        Assert.Equal(
            (Default(Settings.BucketVariable), Default(Settings.RegionVariable), Default(GeocoderVariables.Provider)),
            (settings.Store!.Bucket, settings.Store.Region, settings.Geocoder!.Provider));
        Assert.Null(settings.NotifyUrl);
    }

    [Fact]
    public void HelpNamesWhatTheProgramReads()
    {
        var helps = TicketDatasets.All.Select(dataset => HelpText.Of(new LoaderCommand(dataset).Root)).Append(HelpText.Of(new MigrateCommand().Root)).ToList();

        Assert.Equal(Names.Order(), helps.SelectMany(help => Name().Matches(help)).Select(name => name.Value).Distinct().Order());
        Assert.Equal([DatabaseUrl.Variable, Settings.NotifyUrlVariable], Name().Matches(helps[^1]).Select(name => name.Value));
    }

    [Fact]
    public void TheReadmeHasEachModeAndNoOptionThatIsNone()
    {
        var commands = TicketDatasets.All.Select(dataset => new LoaderCommand(dataset)).ToList();
        var modes = commands.SelectMany(command => Option().Matches(Assert.Throws<UsageException>(() => command.Read(command.Root.Parse(""))).Message)).Select(mode => mode.Value);
        var options = commands.Select(command => command.Root).Append(new MigrateCommand().Root)
            .SelectMany(root => root.Options).Select(option => option.Name);
        var section = Readme[Readme.IndexOf("## Command lines", StringComparison.Ordinal)..Readme.IndexOf("## Configuration", StringComparison.Ordinal)];
        var told = Option().Matches(section).Select(option => option.Value).Distinct().ToList();

        Assert.Empty(modes.Distinct().Except(told));
        Assert.Empty(told.Except(options).Except(["--help", "--project"]));
    }

    private static string Default(string name) => Variables.All.Single(variable => variable.Name == name).Default;

    private static Dictionary<string, string> Values() =>
        new(EnvFile.Parse(".env.example", Example.Select(line => Assignment().Match(line) is { Success: true } match ? match.Groups["assignment"].Value : "")));

    /// <summary>The comment that stands above a variable, or above the ones that it shares it with.</summary>
    private static string CommentAbove(string name)
    {
        var at = Array.FindIndex(Example, line => Assignment().Match(line).Groups["name"].Value == name);
        while (Assignment().IsMatch(Example[at]))
            at--;
        var comment = new List<string>();
        for (; Example[at].StartsWith('#') && !Assignment().IsMatch(Example[at]); at--)
            comment.Insert(0, Example[at].TrimStart('#', ' '));
        return string.Join(' ', comment);
    }

    [GeneratedRegex(@"^\| (?<names>`[A-Z_]+`(, `[A-Z_]+`)*) \| .+ \| (?<default>.+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("[A-Z]+_[A-Z_]+")]
    private static partial Regex Name();

    [GeneratedRegex("^#?(?<assignment>(?<name>[A-Z_]+)=.+)$")]
    private static partial Regex Assignment();

    [GeneratedRegex("(?<![a-z-])--[a-z][a-z-]*")]
    private static partial Regex Option();
}
