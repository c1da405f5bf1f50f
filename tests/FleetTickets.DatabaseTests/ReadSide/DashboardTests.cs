using System.Text.Json.Nodes;
using Dapper;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

public sealed class DashboardTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private const string DashboardSql =
        "select reporting.dashboard(@type, @p_cluster, @p_status, @p_window, @p_from::date, @p_to::date, @now)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Payloads =>
        new(from dataset in TicketDatasets.All from file in Golden.Dashboards select (dataset.Name, file));

    public static TheoryData<string> Types => new(TicketDatasets.All.Select(dataset => dataset.Name));

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task AWindowAndItsFiltersGiveWhatWasWorkedOutByHand(string type, string golden)
    {
        var expected = Golden.Read(golden).AsObject();
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync("update tickets.sla_policy set hours = 48");

        var payload = await DashboardAsync(connection, type, expected["arguments"]!);

        var actual = new JsonObject
        {
            ["arguments"] = expected["arguments"]!.DeepClone(),
            ["window"] = payload["window"]!.DeepClone(),
            ["open"] = Ids(payload["open"]!),
            ["closed"] = Ids(payload["closed"]!),
            ["metrics"] = payload["metrics"]!.DeepClone(),
        };
        Assert.True(JsonNode.DeepEquals(expected, actual), actual.ToJsonString());
    }

    [Fact]
    public async Task BothTypesGiveTheSameOfTheSameTickets()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);
        await connection.ExecuteAsync("update tickets.sla_policy set hours = 48");
        var window = new JsonObject { ["p_window"] = "30d" };

        var inc = (await DashboardAsync(connection, "inc", window)).ToJsonString();
        var crq = (await DashboardAsync(connection, "crq", window)).ToJsonString();

        Assert.Contains("\"type\":\"inc\"", inc, StringComparison.Ordinal);
        Assert.Equal(inc.Replace("\"type\":\"inc\"", "\"type\":\"crq\"", StringComparison.Ordinal), crq);
    }

    [Fact]
    public async Task WithoutAPolicyNobodyKnowsWhatIsBreached()
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await Golden.LoadAsync(connection);

        var metrics = (await DashboardAsync(connection, "crq", new JsonObject()))["metrics"]!;

        Assert.Equal(10, (int?)metrics["open_total"]);
        Assert.Null(metrics["open_breached"]);
        Assert.Null(metrics["open_due_soon"]);
        Assert.Equal(
            [("no_policy", 10L)],
            await connection.QueryAsync<(string, long)>("select sla_state, count(*) from tickets.crq_open_sla group by 1"));
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task AnEmptyDatabaseGivesEmptyListsAndZeros(string type)
    {
        await using var connection = await OpenAsync();

        var payload = JsonNode.Parse((await connection.ExecuteScalarAsync<string>($"set search_path = ''; select reporting.fn_{type}_dashboard()"))!)!;

        Assert.Equal(["closed", "freshness", "metrics", "open", "window"], payload.AsObject().Select(key => key.Key).Order());
        Assert.Empty(payload["open"]!["features"]!.AsArray());
        Assert.Empty(payload["metrics"]!["by_cluster"]!.AsArray());
        Assert.Equal(0, (int?)payload["metrics"]!["open_total"]);
        Assert.Null(payload["metrics"]!["closure_rate"]);
        Assert.Equal("today", (string?)payload["window"]!["name"]);
    }

    [Theory]
    [InlineData("p_window => '8d'", "p_window '8d' is unknown; valid are today, yesterday, 7d, 30d, this_week, this_month, custom")]
    [InlineData("p_window => 'custom'", "p_from is missing and p_to is missing: the custom window needs two dates")]
    [InlineData("p_from => '2026-03-01'", "p_from is 2026-03-01 and p_to is missing: the custom window needs two dates")]
    [InlineData("p_from => '-infinity', p_to => '2026-03-01'", "p_from is -infinity and p_to is 2026-03-01: the custom window needs two dates")]
    [InlineData("p_from => '2026-03-02', p_to => '2026-03-01'", "p_from 2026-03-02 is after p_to 2026-03-01")]
    [InlineData("p_window => '7d', p_to => '2026-03-01'", "p_from and p_to go with p_window custom, not with '7d'")]
    public async Task AWindowThatMeansNothingIsAnErrorThatSaysWhatIsValid(string arguments, string message)
    {
        await using var connection = await OpenAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync($"select reporting.fn_inc_dashboard({arguments})"));

        Assert.Equal((PostgresErrorCodes.InvalidParameterValue, message), (refused.SqlState, refused.MessageText));
        Assert.NotNull(refused.Hint);
    }

    private static async Task<JsonNode> DashboardAsync(NpgsqlConnection connection, string type, JsonNode arguments)
    {
        var parameters = new DynamicParameters(new { type, now = Golden.Now });
        foreach (var name in new[] { "p_cluster", "p_status", "p_window", "p_from", "p_to" })
            parameters.Add(name, (string?)arguments[name]);
        return JsonNode.Parse((await connection.ExecuteScalarAsync<string>(DashboardSql, parameters))!)!;
    }

    private static JsonArray Ids(JsonNode collection) =>
        new([.. collection["features"]!.AsArray().Select(feature => feature!["id"]!.DeepClone())]);

    private ValueTask<NpgsqlConnection> OpenAsync() => database.DataSource.OpenConnectionAsync(Cancellation);
}
