using System.Web;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Providers;

public sealed class LocationIqTests
{
    private const string Host = "us1.locationiq.com answers";

    private const string Kileleshwa =
        """
        {"place_id":"900001","boundingbox":["-1.3003","-1.2631","36.7602","36.8011"],"lat":"-1.2820","lon":"36.7810",
         "display_name":"Kileleshwa, Nairobi, Nairobi County, 00100, Kenya","class":"place","type":"suburb","importance":0.41,
         "address":{"suburb":"Kileleshwa","city":"Nairobi","county":"Nairobi County","country":"Kenya","country_code":"KE"},
         "matchquality":{"matchcode":"exact","matchtype":"centroid","matchlevel":"neighbourhood"}}
        """;

    private static readonly Candidate ReadKileleshwa = new(
        new GeoPoint(-1.282, 36.781), PlaceLevel.Suburb, "Kileleshwa, Nairobi, Nairobi County, 00100, Kenya", "ke", "Nairobi County", 0.41);

    public static TheoryData<int, string, Reply> Refusals => new()
    {
        { 400, """{"error":"Invalid Request"}""", new Reply.BadRequest($"{Host} 400 Invalid Request") },
        { 401, """{"error":"Invalid key"}""", new Reply.KeyRefused($"{Host} 401 Invalid key") },
        { 401, """{"error":"Key not active - Write to us"}""", new Reply.KeyRefused($"{Host} 401 Key not active - Write to us") },
        { 403, """{"error":"Service not enabled"}""", new Reply.KeyRefused($"{Host} 403 Service not enabled") },
        { 403, """{"error":"Access restricted"}""", new Reply.KeyRefused($"{Host} 403 Access restricted") },
        { 404, """{"error":"Unable to geocode"}""", new Reply.NotFound(null) },
        { 404, """{"error":"UNABLE TO GEOCODE"}""", new Reply.NotFound(null) },
        { 404, "<html>no such page: unable to geocode</html>", new Reply.BadRequest($"{Host} 404") },
        { 405, "", new Reply.BadRequest($"{Host} 405") },
        { 408, "", new Reply.Trouble($"{Host} 408") },
        { 410, "", new Reply.BadRequest($"{Host} 410", IsNameAtFault: true) },
        { 414, "", new Reply.BadRequest($"{Host} 414", IsNameAtFault: true) },
        { 426, "", new Reply.BadRequest($"{Host} 426") },
        { 429, """{"error":"Rate Limited Second"}""", new Reply.TooFast(ByMinute: false, null) },
        { 429, """{"error":"rate limited minute"}""", new Reply.TooFast(ByMinute: true, null) },
        { 429, """{"error":"Rate Limited Day"}""", new Reply.QuotaUsedUp(null) },
        { 429, """{"error":"Slow down, please"}""", new Reply.TooFast(ByMinute: true, null) },
        { 429, "<html>every second of the day</html>", new Reply.TooFast(ByMinute: true, null) },
        { 500, """{"error":"Unknown error - Please try again"}""", new Reply.Trouble($"{Host} 500 Unknown error - Please try again") },
        { 503, "<html>down</html>", new Reply.Trouble($"{Host} 503") },
        { 204, "", new Reply.Trouble($"{Host} 204") },
    };

    public static TheoryData<string> Unreadable =>
    [
        "<html>Welcome to the hotel</html>", "", "null", "{}", "[", "\"text\"", $$"""{"error":"none","places":[{{Kileleshwa}}]}""",
        """[{"lat":"-1.2"}]""", "[1, null, []]",
        """[{"lat":"NaN","lon":"36.7","display_name":"x"}]""", """[{"lat":1e999,"lon":"36.7","display_name":"x"}]""",
        """[{"lat":"95","lon":"36.7","display_name":"x"}]""", """[{"lat":"-1,2","lon":"36.7","display_name":"x"}]""",
        """[{"lat":"-1.2","lon":"36.7","display_name":"\ud800"}]""", """[{"lat":"-1.2","lon":"36.7","display_name":" \u0007 "}]""",
    ];

    [Fact]
    public async Task HalfASurrogatePairInANameHidesNoOtherName()
    {
        var found = Assert.IsType<Reply.Found>(await AskAsync(200, $"[{{\"\\ud800\":1,{Kileleshwa.TrimStart()[1..^1]},\"b\\udc00\":[]}}]"));

        Assert.Equal([ReadKileleshwa], found.Candidates);
        Assert.IsNotType<Reply.Found>(await AskAsync(200, "{\"\\ud800\":[]}"));
        Assert.IsType<Reply.BadRequest>(await AskAsync(400, "{\"\\ud800\":1,\"error\":\"Invalid Request\"}"));
    }

    [Fact]
    public async Task APlaceIsReadWithAllThatTheJudgingNeeds()
    {
        var found = Assert.IsType<Reply.Found>(await AskAsync(200, $"[{Kileleshwa}]"));

        Assert.Equal([ReadKileleshwa], found.Candidates);
        Assert.Null(found.RemainingToday);
    }

    [Theory]
    [InlineData("""[{"lat":-1.5,"lon":36.5,"display_name":"Bare"}]""")]
    [InlineData("""[{"lat":"-1.5","lon":"36.5","display_name":"Bare","importance":1e999,"address":7,"matchquality":[],"class":null}]""")]
    [InlineData("\uFEFF" + """[{"lat":"-1.5","lon":"36.5","display_name":"Bare","importance":"NaN","address":{"country_code":"Kenya","county":""}}]""")]
    public async Task WhatIsOddOrMissingBesidePointAndNameIsUnknown(string body)
    {
        var found = Assert.IsType<Reply.Found>(await AskAsync(200, body));

        Assert.Equal([new Candidate(new GeoPoint(-1.5, 36.5), PlaceLevel.Unknown, "Bare", null, null, null)], found.Candidates);
    }

    [Fact]
    public async Task APlaceThatCannotBeReadIsLeftOutAndTheOthersStay()
    {
        var found = Assert.IsType<Reply.Found>(await AskAsync(200, $$"""[{"lat":"north"},{{Kileleshwa}}]"""));

        Assert.Equal([ReadKileleshwa], found.Candidates);
    }

    [Fact]
    public async Task OfMorePlacesThanWereAskedForFiveAreKept()
    {
        var found = Assert.IsType<Reply.Found>(await AskAsync(200, $"[{string.Join(',', Enumerable.Repeat(Kileleshwa, 6))}]"));

        Assert.Equal(5, found.Candidates.Count);
    }

    [Fact]
    public async Task NoPlacesAtAllAreNotFound() => Assert.Equal(new Reply.NotFound(null), await AskAsync(200, "[]"));

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task AnAnswerOfWhichNothingCanBeReadIsTrouble(string body) =>
        Assert.StartsWith($"{Host} 200 with ", Assert.IsType<Reply.Trouble>(await AskAsync(200, body)).Why, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task EveryRefusalMeansWhatTheProviderSays(int status, string body, Reply meaning) =>
        Assert.Equal(meaning, await AskAsync(status, body));

    [Fact]
    public async Task ATimeToWaitIsReadAsSecondsOrAsADate()
    {
        Assert.Equal(
            new Reply.TooFast(ByMinute: true, TimeSpan.FromSeconds(7)), await AskAsync(429, "{}", ("Retry-After", "7")));
        Assert.Equal(
            new Reply.TooFast(ByMinute: true, TimeSpan.FromSeconds(30)), await AskAsync(429, "{}", ("Retry-After", "Mon, 15 Jun 2026 21:30:30 GMT")));
    }

    [Fact]
    public async Task TheQuestionNamesKenyaTheKeyAndTheSquareAroundThePoint()
    {
        var transport = StubTransport.Answering(200, "[]");

        await transport.Geocoder("locationiq").AskAsync(
            new PlaceQuery("St Mary's & Sons, Nairobi, Kenya", new GeoPoint(-1.28333, 36.81667)), TestContext.Current.CancellationToken);

        var url = Assert.Single(transport.Urls);
        Assert.Equal("https://us1.locationiq.com/v1/search", url.GetLeftPart(UriPartial.Path));
        Approved.Equal("locationiq-parameters", string.Concat(Parameters(url)));
    }

    [Fact]
    public async Task WithoutAPointNothingIsPreferred()
    {
        var transport = StubTransport.Answering(200, "[]");

        await transport.Geocoder("locationiq").AskAsync(new PlaceQuery("Nairobi, Kenya", Near: null), TestContext.Current.CancellationToken);

        Assert.DoesNotContain("viewbox", Assert.Single(transport.Urls).Query, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, """{"status":"ok","balance":{"day":4996,"bonus":0}}""", 4996)]
    [InlineData(200, """{"status":"ok","balance":{"day":-3,"bonus":0}}""", 0)]
    [InlineData(200, """{"status":"ok"}""", null)]
    [InlineData(200, "<html>", null)]
    [InlineData(401, """{"error":"Invalid key","balance":{"day":5}}""", null)]
    [InlineData(404, "", null)]
    [InlineData(302, "", null)]
    public async Task TheBalanceIsHowManyCallsAreLeftOrUnknown(int status, string body, int? left)
    {
        var transport = StubTransport.Answering(status, body);

        Assert.Equal(left, await transport.Geocoder("locationiq").RemainingTodayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("/v1/balance", Assert.Single(transport.Urls).AbsolutePath);
    }

    internal static IEnumerable<string> Parameters(Uri url)
    {
        var parameters = HttpUtility.ParseQueryString(url.Query);
        return parameters.AllKeys.Order(StringComparer.Ordinal).Select(name => $"{name} = {parameters[name]}\n");
    }

    private static Task<Reply> AskAsync(int status, string body, params (string Name, string Value)[] headers) =>
        StubTransport.AskAsync("locationiq", status, body, headers);
}
