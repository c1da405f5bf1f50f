using FleetTickets.Engine.Geocoding.Judging;
using FleetTickets.Engine.Transactions;
using Npgsql;

namespace FleetTickets.Engine.Geocoding.Gazetteer;

/// <summary>
/// The gazetteer tables as the passes use them. Each change is a transaction of its own, so that a killed pass loses one answer at most, and
/// none touches a row that a person has verified.
/// </summary>
public sealed class GazetteerStore(NpgsqlDataSource database)
{
    /// <summary>Every name of the kind, those with the most open tickets first, and every row of the gazetteer.</summary>
    public async Task<IReadOnlyList<Place>> ReadAsync(PlaceKind kind, CancellationToken cancellation)
    {
        var rows = await database.InTransactionAsync(connection => kind.Sql.ReadPlacesAsync(connection, cancellation), cancellation);
        return [.. rows.Select(row => row.ToPlace())];
    }

    /// <summary>The version of the name rules, which says whether a name that was not found is worth asking again.</summary>
    public async Task<int> RulesVersionAsync(CancellationToken cancellation) =>
        (int)(await RunAsync("select tickets.name_rules_version()", [], cancellation))!;

    /// <summary>Moves locations to the keys that changed name rules now give them; returns how many.</summary>
    public async Task<long> RekeyAsync(CancellationToken cancellation) =>
        (long)(await RunAsync("select tickets.rekey_locations()", [], cancellation))!;

    /// <summary>Takes a place for this run until a moment; false when another run has it, or has answered it in the meantime.</summary>
    public async Task<bool> ReserveAsync(PlaceKind kind, Place place, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation) =>
        await RunAsync(
            kind.Sql.Reserve,
            [
                .. KeyOf(place),
                Parameter("DeliveredName", place.DeliveredName), Parameter("Attempts", place.Known?.Attempts ?? 0),
                Parameter("now", now.UtcDateTime), Parameter("until", until.UtcDateTime),
            ],
            cancellation) is true;

    public Task StoreAsync(PlaceKind kind, Place place, PlaceAnswer answer, CancellationToken cancellation) =>
        RunAsync(
            kind.Sql.Store,
            [
                .. KeyOf(place), .. PartsOf(answer.Verdict),
                Parameter("Provider", answer.Provider), Parameter("Query", answer.Query),
                Parameter("Candidates", CandidateJson.Write(answer.Candidates)),
                Parameter("RetryAfter", answer.RetryAfter?.UtcDateTime), Parameter("GeocodedAt", answer.AskedAt.UtcDateTime),
            ],
            cancellation);

    /// <summary>Another verdict on the candidates that the row holds.</summary>
    public Task RejudgeAsync(PlaceKind kind, Place place, Verdict verdict, CancellationToken cancellation) =>
        RunAsync(kind.Sql.Rejudge, [.. KeyOf(place), .. PartsOf(verdict)], cancellation);

    /// <summary>Ends the reservation of a place that was not answered: the next run may have it at once.</summary>
    public Task GiveBackAsync(PlaceKind kind, Place place, CancellationToken cancellation) =>
        RunAsync(kind.Sql.GiveBack, KeyOf(place), cancellation);

    private static NpgsqlParameter[] KeyOf(Place place) => [Parameter("Cluster", place.Key.Cluster), Parameter("LocationKey", place.Key.LocationKey)];

    private static NpgsqlParameter[] PartsOf(Verdict verdict)
    {
        var choice = verdict.Choice;
        var counts = verdict.Status is PlaceStatus.Accepted ? choice?.Point : null;
        return
        [
            Parameter("Latitude", counts?.Latitude), Parameter("Longitude", counts?.Longitude),
            Parameter("Status", StoredWord.Of(verdict.Status)), Parameter("Reason", verdict.Reason),
            Parameter("DisplayName", choice?.DisplayName), Parameter("Confidence", choice?.Confidence),
            Parameter("Level", choice is null ? null : StoredWord.Of(choice.Level)),
            Parameter("CandidateLatitude", choice?.Point.Latitude), Parameter("CandidateLongitude", choice?.Point.Longitude),
            Parameter("DistanceKm", verdict.DistanceKm),
        ];
    }

    private static NpgsqlParameter Parameter(string name, object? value) => new(name, value ?? DBNull.Value);

    /// <summary>One statement in a transaction of its own. Returns the first value of its first row; null without a row.</summary>
    private Task<object?> RunAsync(string sql, NpgsqlParameter[] parameters, CancellationToken cancellation) =>
        database.InTransactionAsync(
            async connection =>
            {
                await using var command = new NpgsqlCommand(sql, connection);
                command.Parameters.AddRange(parameters);
                return await command.ExecuteScalarAsync(cancellation);
            },
            cancellation);
}
