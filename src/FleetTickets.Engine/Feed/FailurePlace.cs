namespace FleetTickets.Engine.Feed;

/// <summary>Where a failure happened, kept beside an exception whose kind decides what becomes of the run.</summary>
internal static class FailurePlace
{
    /// <summary>Key of <see cref="Exception.Data"/>: the file, and the record where it is known.</summary>
    public const string Key = "FleetTickets.Place";
}
