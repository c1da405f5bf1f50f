namespace FleetTickets.Engine.Feed.Reading;

/// <summary>A file does not have the length that it was listed with. That says nothing of its records, so it is not set aside: the run ends.</summary>
public sealed class FileLengthException(string message) : Exception(message);
