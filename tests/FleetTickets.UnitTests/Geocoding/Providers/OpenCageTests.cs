using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Providers;

public sealed class OpenCageTests
{
    private const string Host = "api.opencagedata.com answers";

    private const string Kileleshwa =
        """
        {"components":{"_type":"suburb","_category":"place","suburb":"Kileleshwa","city":"Nairobi","county":"Westlands","country_code":"ke"},
         "confidence":7,"formatted":"Kileleshwa, Nairobi, Kenya","geometry":{"lat":-1.2820,"lng":36.7810}}
        """;

    private static readonly DateTimeOffset Reset = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Candidate ReadKileleshwa =
        new(new GeoPoint(-1.282, 36.781), PlaceLevel.Suburb, "Kileleshwa, Nairobi, Kenya", "ke", "Westlands", 7);

    public static TheoryData<int, string, Reply> Refusals => new()
    {
        { 400, Status("bad request"), new Reply.BadRequest($"{Host} 400 bad request") },
        { 401, Status("invalid API key"), new Reply.KeyRefused($"{Host} 401 invalid API key") },
        { 402, """{"rate":{"limit":2500,"remaining":0,"reset":1767225600},"results":[]}""", new Reply.QuotaUsedUp(Reset) },
        { 402, """{"rate":{"reset":1e30},"results":[]}""", new Reply.QuotaUsedUp(null) },
        { 402, "", new Reply.QuotaUsedUp(null) },
        { 403, Status("disabled"), new Reply.KeyRefused($"{Host} 403 disabled") },
        { 403, Status("IP address rejected"), new Reply.KeyRefused($"{Host} 403 IP address rejected") },
        { 404, "<html>", new Reply.BadRequest($"{Host} 404") },
        { 405, Status("method not allowed"), new Reply.BadRequest($"{Host} 405 method not allowed") },
        { 408, Status("timeout"), new Reply.Trouble($"{Host} 408 timeout") },
        { 410, Status("request too long"), new Reply.BadRequest($"{Host} 410 request too long", IsNameAtFault: true) },
        { 426, Status("upgrade required"), new Reply.BadRequest($"{Host} 426 upgrade required") },
        { 429, Status("requesting too quickly"), new Reply.TooFast(ByMinute: false, null) },
        { 500, "<html>", new Reply.Trouble($"{Host} 500") },
        { 503, Status("internal server error"), new Reply.Trouble($"{Host} 503 internal server error") },
    };

    public static TheoryData<string> Unreadable =>
    [
        "<html>Welcome to the hotel</html>", "", "[]", "{}", """{"results":null}""", """{"results":{}}""",
        """{"results":[7],"status":{"message":"OK"}}""",
        """{"results":[{"formatted":"x","geometry":{"lat":-1.2}}]}""", """{"results":[{"formatted":"x","geometry":{"lat":-91,"lng":36}}]}""",
        """{"results":[{"geometry":{"lat":-1.2,"lng":36}}]}""",
    ];

    [Fact]
    public async Task APlaceIsReadWithAllThatTheJudgingNeedsAndTheCallsThatAreLeft()
    {
        var body = $$"""{"rate":{"limit":2500,"remaining":2411,"reset":1767225600},"results":[{{Kileleshwa}}],"total_results":1}""";

        var found = Assert.IsType<Reply.Found>(await AskAsync(200, body));

        Assert.Equal([ReadKileleshwa], found.Candidates);
        Assert.Equal(2411, found.RemainingToday);
    }

    [Fact]
    public async Task NoResultsAreNotFoundAndSayWhatIsLeft()
    {
        Assert.Equal(new Reply.NotFound(null), await AskAsync(200, """{"results":[],"total_results":0}"""));
        Assert.Equal(new Reply.NotFound(17), await AskAsync(200, """{"rate":{"remaining":17},"results":[]}"""));
        Assert.Equal(new Reply.NotFound(18), await AskAsync(200, """{"results":[]}""", ("x-ratelimit-remaining", "18")));
        Assert.Equal(new Reply.NotFound(null), await AskAsync(200, """{"results":[]}""", ("x-ratelimit-remaining", "many")));
    }

    [Fact]
    public async Task WhenTheQuotaRenewsMayStandInAHeader() => Assert.Equal(
        new Reply.QuotaUsedUp(Reset), await AskAsync(402, "{}", ("X-RateLimit-Reset", "1767225600")));

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task AnAnswerOfWhichNothingCanBeReadIsTrouble(string body) =>
        Assert.StartsWith($"{Host} 200 with ", Assert.IsType<Reply.Trouble>(await AskAsync(200, body)).Why, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task EveryRefusalMeansWhatTheProviderSays(int status, string body, Reply meaning) =>
        Assert.Equal(meaning, await AskAsync(status, body));

    [Fact]
    public async Task TheQuestionNamesKenyaTheKeyAndThePoint()
    {
        var transport = StubTransport.Answering(200, """{"results":[]}""");

        await transport.Geocoder("opencage").AskAsync(
            new PlaceQuery("Kileleshwa, Nairobi, Kenya", new GeoPoint(-1.28333, 36.81667)), TestContext.Current.CancellationToken);

        var url = Assert.Single(transport.Urls);
        Assert.Equal("https://api.opencagedata.com/geocode/v1/json", url.GetLeftPart(UriPartial.Path));
        Approved.Equal("opencage-parameters", string.Concat(LocationIqTests.Parameters(url)));
    }

    [Fact]
    public async Task WhatIsLeftIsNotAskedForApart()
    {
        var transport = StubTransport.Answering(200, "");

        Assert.Null(await transport.Geocoder("opencage").RemainingTodayAsync(TestContext.Current.CancellationToken));
        Assert.Empty(transport.Urls);
    }

    private static string Status(string message) => $$"""{"results":[],"status":{"message":"{{message}}"},"total_results":0}""";

    private static Task<Reply> AskAsync(int status, string body, params (string Name, string Value)[] headers) =>
        StubTransport.AskAsync("opencage", status, body, headers);
}
