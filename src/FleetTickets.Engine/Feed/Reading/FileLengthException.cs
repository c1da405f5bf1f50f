namespace FleetTickets.Engine.Feed.Reading;

/// <summary>A file does not have the length that it was listed with. That says nothing about its records, so it stays where it is and the run ends.</summary>
public sealed class FileLengthException(string message) : Exception(message);
