using System.Net;
using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.UnitTests.Geocoding.Providers;

/// <summary>Stands where the network would be: answers every request alike and remembers the URLs.</summary>
internal sealed class StubTransport(Func<CancellationToken, Task<HttpResponseMessage>> respond) : HttpMessageHandler
{
    public const string Key = "test+key/of us";

    public static readonly DateTimeOffset Now = new(2026, 6, 15, 21, 30, 0, TimeSpan.Zero);

    private readonly List<Uri> _urls = [];

    public IReadOnlyList<Uri> Urls => _urls;

    public FakeTimeProvider Clock { get; } = new(Now);

    public static StubTransport Answering(int status, string body, params (string Name, string Value)[] headers) =>
        new(_ => Task.FromResult(Response(status, body, headers)));

    /// <summary>A geocoder of that provider on top of this.</summary>
    public IGeocoder Geocoder(string provider) => Geocoder(GeocoderSettings.DefaultsOf(provider, Key));

    public IGeocoder Geocoder(GeocoderSettings settings) => Geocoders.Create(settings, new GeocoderHttp(settings, Clock, () => this));

    public static Task<Reply> AskAsync(string provider, int status, string body, params (string Name, string Value)[] headers) =>
        Answering(status, body, headers).Geocoder(provider).AskAsync(
            new PlaceQuery("Kileleshwa, Nairobi, Kenya", Near: null), TestContext.Current.CancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _urls.Add(request.RequestUri!);
        return respond(cancellationToken);
    }

    private static HttpResponseMessage Response(int status, string body, (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body) };
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }
}
