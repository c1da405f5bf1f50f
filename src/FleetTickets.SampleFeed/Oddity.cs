namespace FleetTickets.SampleFeed;

/// <summary>What is unusual about a ticket; twelve in a thousand have something.</summary>
internal enum Oddity
{
    None, Quotes, Commas, LineFeed, CarriageReturn, Swahili, Emoji, Accents, Blanks, PaddedId, Coordinates, UnreadableMttr, TimeWithOffset,
}

internal static class Oddities
{
    /// <summary>By number and not by chance, so that a feed of fifty tickets has them too.</summary>
    public static Oddity Of(int number) => (number % 1_000) switch
    {
        var n and > 10 and <= 10 + (int)Oddity.TimeWithOffset => (Oddity)(n - 10),
        _ => Oddity.None,
    };

    /// <summary>A location as people type it, or null where the network's own name stays.</summary>
    public static string? Location(Oddity oddity) => oddity switch
    {
        Oddity.Quotes => "Opposite \"Quickmart\" gate B",
        Oddity.Commas => "Kilimani, Wood Avenue, house 14",
        Oddity.LineFeed => "Riverside Court\nBlock C\ndoor 4",
        Oddity.CarriageReturn => "Mtwapa Plaza\r\n2nd floor, \"left\"",
        Oddity.Swahili => "Karibu na shule ya msingi Ng’ombe, mlango wa pili — piga simu kwanza",
        Oddity.Emoji => "Bamburi 📍 karibu na ufuo 🏖️",
        Oddity.Accents => "Café Résidence Élysée, Lavington",
        Oddity.Blanks => "  NW_ADR_MNT_KILELESHWA_FDT12 ",
        _ => null,
    };
}
