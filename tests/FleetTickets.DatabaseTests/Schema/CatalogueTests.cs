using System.Text.RegularExpressions;
using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.Schema.Migrations;
using FleetTickets.Schema.TakeOver;

namespace FleetTickets.DatabaseTests.Schema;

/// <summary>What the catalogue of a migrated database says about the ticket types, and about the names that a take-over looks for.</summary>
public sealed class CatalogueTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    /// <summary>The Python tool's function without a parameter: it has always captured INC alone.</summary>
    private const string OfIncAlone = "tickets.capture_history()";

    private static readonly string[] _types = [.. TicketDatasets.All.Select(dataset => dataset.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatExistsForOneTypeExistsForEveryType()
    {
        var names = (await NamesAsync(
            """
            select c.oid::regclass::text from pg_class c where c.relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)
            union all
            select p.oid::regprocedure::text from pg_proc p where p.pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)
            union all
            select tgrelid::regclass || ': ' || tgname from pg_trigger join pg_class c on c.oid = tgrelid
            where not tgisinternal and c.relnamespace = 'tickets'::regnamespace
            """)).ToHashSet();

        var typed = names.Where(name => _types.Any(type => Named(name, type))).ToList();

        Assert.NotEmpty(typed);
        Assert.Equal([], typed.SelectMany(Twins).Where(twin => !names.Contains(twin)).Distinct());
    }

    [Fact]
    public async Task WhatNamesTwoTypesNamesEveryType()
    {
        var bodies = await NamesAsync(
            """
            select p.oid::regprocedure || E'\n' || p.prosrc from pg_proc p where p.pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)
            union all
            select c.oid::regclass || E'\n' || pg_get_viewdef(c.oid) from pg_class c
            where c.relkind = 'v' and c.relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)
            union all
            select conname || E'\n' || pg_get_constraintdef(k.oid) from pg_constraint k where k.connamespace = 'tickets'::regnamespace
            """);

        var shared = bodies.Where(body => !body.StartsWith(OfIncAlone, StringComparison.Ordinal) && !_types.Any(type => Named(body.Split('\n')[0], type)));

        Assert.Equal([], shared.Where(body => _types.Any(type => Named(body, type)) && !_types.All(type => Named(body, type))).Select(body => body.Split('\n')[0]));
    }

    [Fact]
    public async Task TheTakeOverKnowsEveryFunctionViewAndIndex()
    {
        var known = new OwnNames(Migration.All);
        string[] functions = [.. known.Functions.Select(function => function.Signature.Split('(')[0])];

        Assert.Equal([], (await NamesAsync(
            "select distinct pronamespace::regnamespace || '.' || proname from pg_proc where pronamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)"))
            .Except(functions));
        Assert.Equal([], (await NamesAsync(
            "select oid::regclass::text from pg_class where relkind = 'v' and relnamespace in ('tickets'::regnamespace, 'reporting'::regnamespace)"))
            .Except(known.Views));
    }

    private async Task<IReadOnlyList<string>> NamesAsync(string sql)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await connection.ExecuteAsync("set search_path to pg_catalog");
        return [.. await connection.QueryAsync<string>(sql)];
    }

    private static IEnumerable<string> Twins(string name)
    {
        var type = _types.First(type => Named(name, type));
        return _types.Select(other => Word(type).Replace(name, other));
    }

    private static bool Named(string text, string type) => Word(type).IsMatch(text);

    /// <summary>The type as a word of a name or of a statement: blanks, punctuation and underscores are around it.</summary>
    private static Regex Word(string type) => new($"(?<![a-z0-9]){type}(?![a-z0-9])");
}
