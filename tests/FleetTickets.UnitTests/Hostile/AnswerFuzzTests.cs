using System.Text;
using CsCheck;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.UnitTests.Geocoding.Providers;

namespace FleetTickets.UnitTests.Hostile;

/// <summary>Whatever a provider answers is a <see cref="Reply"/>, never an exception, and no reply shows the key.</summary>
public sealed class AnswerFuzzTests
{
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["locationiq"] =
            """
            [{"place_id":"1","lat":"-1.2820","lon":"36.7810","display_name":"Kileleshwa, Nairobi","class":"place","type":"suburb","importance":0.41,
              "address":{"county":"Nairobi County","country_code":"KE"},"matchquality":{"matchlevel":"neighbourhood"}}]
            """,
        ["opencage"] =
            """
            {"rate":{"limit":2500,"remaining":2499,"reset":1781568000},"status":{"code":200,"message":"OK"},"results":[
              {"confidence":7,"components":{"_type":"suburb","_category":"place","country_code":"ke","county":"Nairobi County"},
               "formatted":"Kileleshwa, Nairobi","geometry":{"lat":-1.282,"lng":36.781}}]}
            """,
    };

    private static readonly int[] Statuses = [200, 200, 200, 204, 302, 400, 401, 402, 403, 404, 410, 414, 426, 429, 500, 503];

    public static TheoryData<string> Providers => [.. GeocoderSettings.Providers];

    [Theory]
    [MemberData(nameof(Providers))]
    public void AMutatedAnswerIsAReply(string provider) =>
        Mutation.Of(Encoding.UTF8.GetBytes(Answers[provider])).Select(Gen.Int[0, Statuses.Length - 1], Mutation.Of("1781568000"u8.ToArray())).Sample(
            (body, status, header) =>
            {
                var text = Encoding.Latin1.GetString(header).ReplaceLineEndings(" ");
                var reply = StubTransport.AskAsync(
                    provider, Statuses[status], Encoding.UTF8.GetString(body),
                    ("Retry-After", text), ("X-RateLimit-Remaining", text), ("X-RateLimit-Reset", text))
                    .GetAwaiter().GetResult();
                Assert.DoesNotContain(StubTransport.Key, reply.ToString(), StringComparison.Ordinal);
            },
            iter: 5_000);
}
