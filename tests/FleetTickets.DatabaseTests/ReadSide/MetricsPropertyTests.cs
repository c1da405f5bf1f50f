using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Dapper;
using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.DatabaseTests.ReadSide;

public sealed class MetricsPropertyTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Types => new(TicketDatasets.All.Select(dataset => dataset.Name));

    [Theory]
    [MemberData(nameof(Types))]
    public Task TheDashboardAgreesWithASecondImplementation(string type) =>
        DashboardCase.Any.SampleAsync(dashboard => CompareAsync(type, dashboard), iter: 60, threads: 1);

    private async Task CompareAsync(string type, DashboardCase dashboard)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await LoadAsync(connection, type, dashboard);
        var rows = await connection.QueryAsync<TicketRow>($"select {TicketRow.Columns} from tickets.{type}");
        var model = new DashboardModel([.. rows], dashboard.PolicyHours, dashboard.Now);

        foreach (var question in dashboard.Questions)
        {
            var expected = model.Answer(question).ToJsonString();
            var actual = await AskAsync(connection, type, question, dashboard.Now);
            Assert.True(
                JsonNode.DeepEquals(JsonNode.Parse(expected), actual),
                $"{question} at {dashboard.Now:O}, {dashboard.PolicyHours} h\nexpected {expected}\nfound    {actual.ToJsonString()}");
        }
    }

    private static async Task LoadAsync(NpgsqlConnection connection, string type, DashboardCase dashboard)
    {
        await connection.ExecuteAsync("update tickets.sla_policy set hours = @PolicyHours where dataset = @type", new { dashboard.PolicyHours, type });
        await connection.ExecuteAsync(
            $"""
            insert into tickets.{type} (ticket_id, raw)
            select 'T' || position, ticket
            from jsonb_array_elements(@tickets::jsonb) with ordinality _ (ticket, position)
            """, new { tickets = JsonSerializer.Serialize(dashboard.Tickets) });
    }

    private static async Task<JsonObject> AskAsync(NpgsqlConnection connection, string type, DashboardQuestion question, DateTimeOffset now)
    {
        var payload = JsonNode.Parse((await connection.ExecuteScalarAsync<string>(
            "select reporting.dashboard(@type, @Cluster, @Status, @Window, @From::date, @To::date, @now)",
            new { type, question.Cluster, question.Status, question.Window, question.From, question.To, now = now.ToUniversalTime() }))!)!;
        return new JsonObject
        {
            ["window"] = payload["window"]!.DeepClone(),
            ["open"] = Ids(payload["open"]!),
            ["closed"] = Ids(payload["closed"]!),
            ["metrics"] = payload["metrics"]!.DeepClone(),
        };
    }

    private static JsonArray Ids(JsonNode collection) =>
        new([.. collection["features"]!.AsArray().Select(feature => feature!["id"]!.DeepClone())]);
}
