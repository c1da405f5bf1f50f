using FleetTickets.Cli.Commands;
using FleetTickets.Cli.Notices;
using FleetTickets.Cli.Output;
using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Gazetteer;
using FleetTickets.Engine.Geocoding.Passes;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;
using Npgsql;

namespace FleetTickets.Cli.Programs;

/// <summary>The geocoder's passes, wired for one call of the program.</summary>
internal static class GeocodeProgram
{
    public static async Task<int> RunAsync(
        GeocodeRequest request, GeocoderSettings settings, NpgsqlDataSource database, ProgramCall call, Terminal? terminal, CancellationToken stop)
    {
        var report = terminal is null
            ? await PassAsync(request, settings, database, new NoGeocodeProgress(), stop)
            : await terminal.ShowProgressAsync((IGeocodeProgress progress) => PassAsync(request, settings, database, progress, stop));
        call.Pass = report;
        if (request.Common.AnswersJson)
        {
            await Console.Out.WriteAsync(GeocodeSummary.Json(report));
            return ExitCodeOf(report.Stop?.Reason);
        }
        if (report.IsDryRun && report.Plan.ToAsk.Count > 0)
            await call.ShowAsync(GeocodeSummary.QuestionsOf(report));
        await call.ShowAsync(GeocodeSummary.Of(report, settings.DailyBudget));
        return ExitCodeOf(report.Stop?.Reason);
    }

    private static Task<GeocodeReport> PassAsync(
        GeocodeRequest request, GeocoderSettings settings, NpgsqlDataSource database, IGeocodeProgress progress, CancellationToken stop)
    {
        var clock = TimeProvider.System;
        var budget = new CallBudget(database, settings.Provider, settings.DailyBudget, clock);
        var client = new GeocoderClient(Geocoders.Create(settings, clock), budget, new Pace(settings.RatePerSecond, clock), request.Limit, clock);
        var pass = new GeocodePass(
            new GazetteerStore(database), client, new TicketMover(database),
            new GeocodeOptions(request.Kind, IsDryRun: !request.Apply, request.RetryFailed), progress, clock);
        return pass.RunAsync(stop);
    }

    private static int ExitCodeOf(StopReason? stop) => stop switch
    {
        null or StopReason.OwnBudget or StopReason.ProviderQuota or StopReason.RunLimit => ExitCode.Done,
        StopReason.Configuration => ExitCode.Usage,
        _ => ExitCode.Failed,
    };
}
