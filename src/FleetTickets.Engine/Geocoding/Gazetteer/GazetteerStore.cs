using Dapper;
using Npgsql;

namespace FleetTickets.Engine.Geocoding;

/// <summary>
/// The gazetteer tables as the passes use them. Each change is a transaction of its own, so that a killed pass loses one answer at most, and
/// none touches a row that a person has verified.
/// </summary>
public sealed class GazetteerStore(NpgsqlDataSource database)
{
    /// <summary>Every name of the kind, those with the most open tickets first, and every row of the gazetteer.</summary>
    public async Task<IReadOnlyList<Place>> ReadAsync(PlaceKind kind, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var rows = await connection.QueryAsync<PlaceRow>(new CommandDefinition(kind.Sql.Places, cancellationToken: cancellation));
        return [.. rows.Select(row => row.ToPlace())];
    }

    /// <summary>How many names hold no place: nothing but codes and numbers.</summary>
    public Task<long> CountWithoutPlaceAsync(PlaceKind kind, CancellationToken cancellation) =>
        ScalarAsync<long>(kind.Sql.NamesWithoutPlace, cancellation);

    /// <summary>The version of the name rules, which says whether a name that was not found is worth asking again.</summary>
    public Task<int> RulesVersionAsync(CancellationToken cancellation) => ScalarAsync<int>("select tickets.name_rules_version()", cancellation);

    /// <summary>Moves locations to the keys that changed name rules now give them; returns how many.</summary>
    public Task<long> RekeyAsync(CancellationToken cancellation) => ScalarAsync<long>("select tickets.rekey_locations()", cancellation);

    /// <summary>Takes a place for this run until a moment; false when another run has it, or has answered it in the meantime.</summary>
    public async Task<bool> ReserveAsync(PlaceKind kind, Place place, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await connection.ExecuteScalarAsync<bool?>(new CommandDefinition(
            kind.Sql.Reserve,
            new
            {
                place.Key.Cluster, place.Key.LocationKey, place.DeliveredName, Attempts = place.Known?.Attempts ?? 0,
                now = now.UtcDateTime, until = until.UtcDateTime,
            },
            cancellationToken: cancellation)) is true;
    }

    public Task StoreAsync(PlaceKind kind, Place place, PlaceAnswer answer, CancellationToken cancellation) =>
        ExecuteAsync(
            kind.Sql.Store,
            Parameters(place, answer.Verdict, new
            {
                answer.Provider, answer.Query, Candidates = CandidateJson.Write(answer.Candidates),
                RetryAfter = answer.RetryAfter?.UtcDateTime, GeocodedAt = answer.AskedAt.UtcDateTime,
            }),
            cancellation);

    /// <summary>Another verdict on the candidates that the row holds.</summary>
    public Task RejudgeAsync(PlaceKind kind, Place place, Verdict verdict, CancellationToken cancellation) =>
        ExecuteAsync(kind.Sql.Rejudge, Parameters(place, verdict, null), cancellation);

    /// <summary>Ends the reservation of a place that was not answered: the next run may have it at once.</summary>
    public Task GiveBackAsync(PlaceKind kind, Place place, CancellationToken cancellation) =>
        ExecuteAsync(kind.Sql.GiveBack, new { place.Key.Cluster, place.Key.LocationKey }, cancellation);

    private static DynamicParameters Parameters(Place place, Verdict verdict, object? more)
    {
        var counts = verdict.Status is PlaceStatus.Accepted ? verdict.Choice?.Point : null;
        var parameters = new DynamicParameters(new
        {
            place.Key.Cluster, place.Key.LocationKey, counts?.Latitude, counts?.Longitude,
            Status = StoredWord.Of(verdict.Status), verdict.Reason, verdict.Choice?.DisplayName, verdict.Choice?.Confidence,
            Level = verdict.Choice is { } choice ? StoredWord.Of(choice.Level) : null,
            CandidateLatitude = verdict.Choice?.Point.Latitude, CandidateLongitude = verdict.Choice?.Point.Longitude, verdict.DistanceKm,
        });
        parameters.AddDynamicParams(more);
        return parameters;
    }

    private async Task ExecuteAsync(string sql, object parameters, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await connection.ExecuteAsync(new CommandDefinition(sql, parameters, cancellationToken: cancellation));
    }

    private async Task<T> ScalarAsync<T>(string sql, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return (await connection.ExecuteScalarAsync<T>(new CommandDefinition(sql, cancellationToken: cancellation)))!;
    }
}
