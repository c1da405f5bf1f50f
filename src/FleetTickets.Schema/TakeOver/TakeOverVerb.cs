namespace FleetTickets.Schema.TakeOver;

/// <summary>What a take-over does about an object. <see cref="EnumWords"/> spells it for the report and in the inspection's SQL.</summary>
internal enum TakeOverVerb
{
    /// <summary>The object exists and holds what this program needs.</summary>
    IsThere,

    Adds,

    Changes,

    Drops,

    /// <summary>The object stays as it is.</summary>
    Leaves,

    /// <summary>An administrator has to do something afterwards.</summary>
    Needs,

    /// <summary>An obstacle: this program does not know how to read the object.</summary>
    CannotBeRead,

    /// <summary>An obstacle: the object stands in the way, or something outside depends on it.</summary>
    Blocks,

    /// <summary>A read function with the arguments of ours. <see cref="ReadFunction"/> compares the payloads.</summary>
    Alike,

    /// <summary>A read function with other arguments than ours.</summary>
    Other,

    /// <summary>A step that is only needed when ours does not replace the object.</summary>
    UnlessReplaced,

    /// <summary>The object keeps its name, and ours gets another one (<see cref="OtherNames"/>).</summary>
    KeepsName,
}
