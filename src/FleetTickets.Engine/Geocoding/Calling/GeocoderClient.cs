using FleetTickets.Engine.Geocoding.Places;
using FleetTickets.Engine.Geocoding.Providers;
using Polly;

namespace FleetTickets.Engine.Geocoding.Calling;

/// <summary>
/// Asks a geocoder for one name after the other, within budget and pace; waits and tries again where that may help. For one caller at a time.
/// </summary>
/// <param name="runLimit">Calls that this run may make; null when only the day's budget limits it.</param>
public sealed class GeocoderClient(IGeocoder geocoder, ICallBudget budget, Pace pace, int? runLimit, TimeProvider clock)
{
    private const int WrongRequestsToStop = 3;

    private static readonly TimeSpan AfterTooFast = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MostJitter = TimeSpan.FromSeconds(10);

    private readonly CallGate _gate = new(geocoder, budget, pace, runLimit, clock);
    private readonly ResiliencePipeline<Reply> _retries = Retries.On(clock);
    private Breaker _breaker = Breaker.Closed;
    private bool _hasAnswered;
    private int _wrongRequests;

    public string ProviderName => geocoder.Name;

    /// <summary>Every try counts.</summary>
    public int CallsMade => _gate.CallsMade;

    /// <summary>Calls that the day's budget still allows, whatever the run's own limit is.</summary>
    public Task<int> LeftTodayAsync(CancellationToken cancellation) => budget.LeftTodayAsync(cancellation);

    /// <exception cref="GeocodingStoppedException">No more names can be asked for in this run.</exception>
    public async Task<Answer> AskAsync(PlaceQuery query, CancellationToken cancellation)
    {
        var reply = await _retries.ExecuteAsync(async token => await TryAsync(query, token), cancellation);
        return reply switch
        {
            Reply.Found found => new Answer.Found(found.Candidates),
            Reply.NotFound => new Answer.NotFound(),
            Reply.BadRequest wrong => new Answer.Failed(wrong.Why, IsPermanent: true),
            Reply.Trouble trouble => new Answer.Failed(trouble.Why, IsPermanent: false),
            _ => throw new InvalidOperationException($"{reply.GetType().Name} is no end of a try"),
        };
    }

    /// <summary>Being too fast says nothing about the name: that does not count as a try.</summary>
    private async Task<Reply> TryAsync(PlaceQuery query, CancellationToken cancellation)
    {
        while (true)
        {
            await _gate.PassAsync(cancellation);
            var reply = await geocoder.AskAsync(query, cancellation);
            _breaker = _breaker.After(reply);
            await SettleAsync(reply, cancellation);
            if (reply is not Reply.TooFast)
                return reply;
        }
    }

    /// <summary>Draws the consequences of a reply for the calls after it.</summary>
    private async Task SettleAsync(Reply reply, CancellationToken cancellation)
    {
        switch (reply)
        {
            case Reply.Found found:
                await AnsweredAsync(found.RemainingToday, cancellation);
                break;
            case Reply.NotFound notFound:
                await AnsweredAsync(notFound.RemainingToday, cancellation);
                break;
            case Reply.KeyRefused refused:
                throw new GeocodingStoppedException(StopReason.KeyRefused, $"{refused.Why}; check GEOCODER_API_KEY");
            case Reply.QuotaUsedUp quota:
                await budget.UseUpAsync(cancellation);
                throw new GeocodingStoppedException(
                    StopReason.ProviderQuota, $"{geocoder.Name} allows no more calls today", quota.RenewsAt ?? _gate.NextDay);
            case Reply.BadRequest { IsNameAtFault: false } wrong:
                StopWhenNothingIsUnderstood(wrong);
                break;
            case Reply.TooFast tooFast:
                GiveUpOrHold($"{geocoder.Name} limits calls by the {(tooFast.ByMinute ? "minute" : "second")}");
                SlowDown(tooFast);
                break;
            case Reply.Trouble trouble:
                GiveUpOrHold(trouble.Why);
                break;
        }
    }

    private Task AnsweredAsync(int? remaining, CancellationToken cancellation)
    {
        (_hasAnswered, _wrongRequests) = (true, 0);
        return _gate.ReconcileAsync(remaining, cancellation);
    }

    // Also after answers: something between us and the provider may have changed, and must not cost every name that is left.
    private void StopWhenNothingIsUnderstood(Reply.BadRequest wrong)
    {
        if (!_hasAnswered || ++_wrongRequests >= WrongRequestsToStop)
            throw new GeocodingStoppedException(StopReason.Configuration, $"{wrong.Why}; check GEOCODER_BASE_URL and GEOCODER_PROVIDER");
    }

    private void GiveUpOrHold(string why)
    {
        if (_breaker.GivesUp)
            throw new GeocodingStoppedException(StopReason.ProviderKeepsFailing, $"{why}; gave up after {_gate.CallsMade} calls");
        if (_breaker.Pause > TimeSpan.Zero)
            pace.Hold(_breaker.Pause + (MostJitter * Random.Shared.NextDouble()), why);
    }

    private void SlowDown(Reply.TooFast tooFast)
    {
        var told = tooFast.RetryAfter ?? AfterTooFast;
        pace.Hold(told < LongestRetryAfter ? told : LongestRetryAfter, $"{geocoder.Name} says that it is asked too quickly");
        // By the minute, it may have been the day's end in other words.
        if (tooFast.ByMinute)
            _gate.DoubtBalance();
        else
            pace.SlowDown();
    }
}
