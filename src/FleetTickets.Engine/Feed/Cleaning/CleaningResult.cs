using FleetTickets.Engine.Feed.Reading;

namespace FleetTickets.Engine.Feed.Cleaning;

/// <summary>What became of one record of a change file.</summary>
internal abstract record CleaningResult;

/// <summary>A record to load.</summary>
/// <param name="TicketId">Trimmed, never empty.</param>
/// <param name="Raw">The JSON object for the column <c>raw</c>, UTF-8; valid until the next record is cleaned.</param>
internal sealed record KeptRecord(string TicketId, ReadOnlyMemory<byte> Raw) : CleaningResult;

/// <summary>A record that the feed carries and we do not want.</summary>
internal sealed record DroppedRecord(DropReason Reason) : CleaningResult;

internal enum DropReason
{
    /// <summary>The export's note that it stopped early: the file is truncated.</summary>
    TruncationSentinel,

    /// <summary>A network alarm, not a ticket.</summary>
    Alarm,
}

/// <summary>A record that cannot be loaded: kept with its reason, the rest of the file goes on.</summary>
internal sealed record RejectedRecord(long Line, string Reason, RecordText Text) : CleaningResult;
