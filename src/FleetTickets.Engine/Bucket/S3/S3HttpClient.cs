using Amazon.Runtime;
using FleetTickets.Engine.Network;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>The one HTTP client of an S3 client.</summary>
internal sealed class S3HttpClient : HttpClientFactory, IDisposable
{
    private readonly HttpClient _client;

    /// <param name="timeout">Until the headers of an answer have arrived.</param>
    public S3HttpClient(TimeSpan timeout) =>
        _client = new HttpClient(new PlainAnswers { InnerHandler = HttpTransport.NewHandler() }) { Timeout = timeout };

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => _client;

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;

    public void Dispose() => _client.Dispose();

    /// <summary>
    /// The SDK follows a redirect by itself when it sees the target. And it takes a tag without a hyphen for the MD5 of the content, and
    /// fails over one that is none, as a weak tag or that of a store that makes tags otherwise.
    /// </summary>
    private sealed class PlainAnswers : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Headers.Location = null;
            if (response.Headers.NonValidated.TryGetValues("ETag", out var tag))
            {
                response.Headers.Remove("ETag");
                response.Headers.TryAddWithoutValidation("ETag", EntityTag.Marked(tag.ToString()));
            }
            return response;
        }
    }
}
