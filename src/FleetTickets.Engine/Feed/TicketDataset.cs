namespace FleetTickets.Engine.Feed;

/// <summary>One ticket type of the feed. Everything in which the types differ is a property here, never a branch elsewhere.</summary>
/// <param name="Name">The type's short name: folder in the bucket, table in the schema, first word of its options.</param>
/// <param name="Title">What the records are, for people.</param>
public sealed record TicketDataset(string Name, string Title)
{
    /// <summary>Everything of this type in a bucket.</summary>
    public string Folder => $"automations/{Name}/";

    /// <summary>Where the export writes: <c>automations/&lt;type&gt;/changes/</c>.</summary>
    public string ChangesFolder => $"automations/{Name}/changes/";

    /// <summary>Where an applied file goes.</summary>
    public string ProcessedFolder => $"automations/{Name}/processed/";

    /// <summary>Where a file goes that cannot be read.</summary>
    public string FailedFolder => $"automations/{Name}/failed/";

    /// <summary>The table, schema-qualified. The name is one of ours, never input.</summary>
    public string Table => $"tickets.{Name}";

    /// <summary>The option that loads one local file.</summary>
    public string LocalFileOption => $"--{Name}-csv";

    /// <summary>Whether this type's program also keeps the gazetteers, which place the tickets of all types.</summary>
    public bool CarriesGeocoder { get; init; }
}
