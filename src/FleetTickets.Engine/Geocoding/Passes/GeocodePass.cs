using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Providers;
using Serilog;

namespace FleetTickets.Engine.Geocoding.Passes;

/// <summary>
/// Finds a point for each name of one kind: judge again what is known, ask for what is not, most open tickets first, and move the tickets.
/// Start reading here for the geocoder.
/// </summary>
public sealed class GeocodePass(
    GazetteerStore gazetteer, GeocoderClient client, TicketMover tickets, GeocodeOptions options, IGeocodeProgress progress, TimeProvider clock)
{
    // Longer than any wait of the client for one name, so that nobody else asks for it meanwhile.
    private static readonly TimeSpan Reservation = TimeSpan.FromMinutes(30);

    /// <summary>
    /// What stops a pass early is in the report: the answers so far are stored, the names left are for the next run.
    /// </summary>
    public async Task<GeocodeReport> RunAsync(CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var report = new GeocodeReport(options.Kind, options.IsDryRun);
        if (!options.IsDryRun)
        {
            await gazetteer.RekeyAsync(cancellation);
            report.Rejudged += await RejudgeAsync(cancellation);
        }
        await PlanAsync(report, cancellation);
        if (!options.IsDryRun)
        {
            await AskAllAsync(report, cancellation);
            // Without an answer nothing has changed since the pass began.
            if (report.Answered > 0)
                report.Rejudged += await RejudgeAsync(cancellation);
            report.TicketsMoved = await tickets.MoveAsync(cancellation);
        }
        report.Elapsed = clock.GetElapsedTime(started);
        return report;
    }

    private async Task PlanAsync(GeocodeReport report, CancellationToken cancellation)
    {
        var rules = new AskRules(clock.GetUtcNow(), client.ProviderName, await gazetteer.RulesVersionAsync(cancellation), options.RetryFailed);
        var places = await gazetteer.ReadAsync(options.Kind, cancellation);
        report.WithoutPlace = places.Count(place => place is { IsNamed: true, CleanedName: null });
        report.Plan = GeocodePlan.For(places, rules);
        report.BudgetLeft = await client.LeftTodayAsync(cancellation);
        progress.Planned(report.Plan.ToAsk.Count);
    }

    /// <summary>Clusters first: their points are what locations are judged by.</summary>
    private async Task<int> RejudgeAsync(CancellationToken cancellation)
    {
        var changes = 0;
        foreach (var each in new[] { PlaceKind.Clusters, PlaceKind.Locations })
        {
            foreach (var (place, verdict) in Rejudgement.Of(each, await gazetteer.ReadAsync(each, cancellation)))
            {
                await gazetteer.RejudgeAsync(each, place, verdict, cancellation);
                Log.Information("{Key}: {Status} when judged again. {Reason}", place.Key, StoredWord.Spoken(verdict.Status), verdict.Reason);
                changes++;
            }
        }
        return changes;
    }

    private async Task AskAllAsync(GeocodeReport report, CancellationToken cancellation)
    {
        try
        {
            foreach (var place in report.Plan.ToAsk)
                await AskAsync(report, place, cancellation);
        }
        catch (GeocodingStoppedException stop)
        {
            report.Stop = stop;
        }
        report.Calls = client.CallsMade;
        report.BudgetLeft = await client.LeftTodayAsync(cancellation);
    }

    private async Task AskAsync(GeocodeReport report, Place place, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (!await gazetteer.ReserveAsync(options.Kind, place, now, now + Reservation, cancellation))
            return;
        try
        {
            var answer = await new PlaceQuestion(options.Kind, client, clock).AskAsync(place, cancellation);
            await gazetteer.StoreAsync(options.Kind, place, answer, cancellation);
            report.Count(answer.Verdict.Status);
            Log.Information("{Key}: {Status}. {Reason}", place.Key, StoredWord.Spoken(answer.Verdict.Status), answer.Verdict.Reason ?? answer.Verdict.Choice?.DisplayName);
        }
        catch
        {
            await gazetteer.GiveBackAsync(options.Kind, place, CancellationToken.None);
            throw;
        }
        (report.Calls, report.BudgetLeft) = (client.CallsMade, await client.LeftTodayAsync(cancellation));
        progress.Answered(report);
    }
}
