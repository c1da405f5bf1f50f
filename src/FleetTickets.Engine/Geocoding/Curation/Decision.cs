using System.Globalization;
using FleetTickets.Engine.Geocoding.Places;

namespace FleetTickets.Engine.Geocoding.Curation;

/// <summary>What a person decided about a gazetteer row after having looked at it.</summary>
public abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>In a list of what was done.</summary>
    public abstract string Name { get; }

    /// <summary>What the row becomes by this decision.</summary>
    /// <exception cref="CurationException">The row gives no ground for it.</exception>
    public abstract DecidedPoint Decide(GazetteerRow row);

    /// <summary>The point, or else the candidate, is right.</summary>
    public sealed record Verify : Decision
    {
        public override string Name => "verify";

        public override DecidedPoint Decide(GazetteerRow row) => (row.Point ?? row.Candidate) switch
        {
            null => throw Refusal(row, $"has neither a point nor a candidate that could be verified"),
            { IsInKenya: false } abroad => throw Refusal(row, $"is at {abroad.Latitude}, {abroad.Longitude}, which is not in Kenya"),
            { } point => new DecidedPoint(point, "verified"),
        };

        private static CurationException Refusal(GazetteerRow row, FormattableString why) =>
            new([$"'{row.Key}' {why.ToString(CultureInfo.InvariantCulture)}; --geocode-move gives it a point"]);
    }

    /// <summary>The place is here.</summary>
    public sealed record Move(GeoPoint To) : Decision
    {
        public override string Name => "move";

        public override DecidedPoint Decide(GazetteerRow row) => new(To, "manual");
    }

    /// <summary>There is no such place, or its point shall not be used.</summary>
    public sealed record Reject : Decision
    {
        public override string Name => "reject";

        public override DecidedPoint Decide(GazetteerRow row) => new(null, "rejected");
    }
}

/// <summary>The point and status that a decision gives a row.</summary>
public sealed record DecidedPoint(GeoPoint? Point, string Status);
