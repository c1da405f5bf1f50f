namespace FleetTickets.Cli.Output;

/// <summary>What stands before the message of a log line.</summary>
internal enum LogPrefix
{
    /// <summary>The time here, for a person who watches.</summary>
    Clock,

    /// <summary>Date and time in EAT, for a file that is read on another day and in another place.</summary>
    Date,

    /// <summary>The level as systemd's journal reads it, <c>&lt;3&gt;</c>; the journal has the time itself.</summary>
    Journal,
}
