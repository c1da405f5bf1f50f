namespace FleetTickets.Engine.Geocoding.Providers;

/// <summary>What came back over HTTP, read to its end.</summary>
/// <param name="RetryAfter">From now; null without that header.</param>
/// <param name="Headers">All headers by name, in any case; of a repeated one the first value.</param>
internal sealed record ProviderResponse(int Status, string Body, TimeSpan? RetryAfter, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>What a status means that says the same in every dialect.</summary>
    public Reply Failure(string why) => Status switch
    {
        401 or 403 => new Reply.KeyRefused(why),
        410 or 414 or 431 => new Reply.BadRequest(why, IsNameAtFault: true),
        408 => new Reply.Trouble(why),
        >= 400 and < 500 => new Reply.BadRequest(why),
        _ => new Reply.Trouble(why),
    };
}
