using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>A run has two connections, whatever it moves beside its loading, and never more than three.</summary>
public sealed class ConnectionCountTests(OwnPostgres postgres) : IClassFixture<OwnPostgres>
{
    [Fact]
    public async Task ARunComesToItsEndWithTwo()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync("alter role {role} connection limit 2");

        await loader.ConvergesAsync();

        Assert.Equal(0L, await loader.Bench.ValueAsync<long>("select count(*) from tickets.import_files where archived_as is null"));
    }

    [Fact]
    public async Task BothTypesAtOnceComeToTheirEndWithFive()
    {
        await using var loader = await TroubledLoader.OnAsync(postgres.Server, postgres.MigratedTemplate);
        await loader.AdminAsync("grant fleettickets_ingest to {role}");
        await loader.Bench.Feed.WriteAsync("--tickets", "100", "--files", "20", "--no-bad-records");
        foreach (var dataset in TicketDatasets.All)
            await loader.Bench.Feed.DeliverAsync(dataset);
        await loader.AdminAsync("alter role {role} connection limit 5");

        await using var inc = loader.Bench.Start("inc", "--from-bucket", "--apply");
        await using var crq = loader.Bench.Start("crq", "--from-bucket", "--apply");

        (await inc.EndAsync()).Expect(0);
        (await crq.EndAsync()).Expect(0);
        foreach (var dataset in TicketDatasets.All)
            Assert.Empty(await loader.Bench.Bucket.NamesAsync(dataset.ChangesFolder));
        Assert.Equal(0L, await loader.Bench.ValueAsync<long>("select count(*) from tickets.import_files where archived_as is null"));
    }

    [Fact]
    public async Task AMarkThatCannotBeWrittenIsAWarning()
    {
        await using var loader = await TroubledLoader.WithFeedAsync(postgres);
        await loader.AdminAsync(
            """
            create function refuse() returns trigger language plpgsql as $$ begin raise 'refused'; end $$;
            create trigger refuse before update on tickets.import_files for each row when (new.archived_at is not null) execute function refuse()
            """);

        var run = (await loader.Bench.DrainAsync(TroubledLoader.Dataset)).Expect(0);

        Assert.Contains("are not marked in the ledger, the next run does that", run.Errors, StringComparison.Ordinal);
        Assert.Empty(await loader.Bench.Bucket.NamesAsync(TroubledLoader.Dataset.ChangesFolder));
        await loader.AdminAsync("drop trigger refuse on tickets.import_files");
        await loader.ConvergesAsync();
        Assert.Equal(0L, await loader.Bench.ValueAsync<long>("select count(*) from tickets.import_files where archived_at is null"));
    }
}
