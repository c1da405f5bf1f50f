namespace FleetTickets.SampleFeed;

internal sealed record Cluster(string Name, Spelling Region, params string[] Estates);

/// <summary>Kenyan clusters and their estates, and the codes that the network wraps around them.</summary>
internal static class Places
{
    private static readonly Spelling Nairobi = new("nairobi", "Nairobi", "NAIROBI", "nairobi");
    private static readonly Spelling Kiambu = new("kiambu", "Kiambu", "KIAMBU");
    private static readonly Spelling Machakos = new("machakos", "Machakos", "machakos");
    private static readonly Spelling Kajiado = new("kajiado", "Kajiado", "KAJIADO");
    private static readonly Spelling Coast = new("coast", "Coast", "COAST", "coast");
    private static readonly Spelling RiftValley = new("rift valley", "Rift Valley", "RIFT VALLEY", "Rift valley");
    private static readonly Spelling Nyanza = new("nyanza", "Nyanza", "nyanza");
    private static readonly Spelling Western = new("western", "Western", "WESTERN");
    private static readonly Spelling MountKenya = new("mount kenya", "Mount Kenya", "mount Kenya");

    public static readonly Cluster[] Clusters =
    [
        new("Kileleshwa", Nairobi, "KILELESHWA", "OTHAYA_RD", "KANDARA_RD", "SIAYA_RD"),
        new("Kilimani", Nairobi, "KILIMANI", "YAYA", "HURLINGHAM", "WOOD_AVENUE"),
        new("Lavington", Nairobi, "LAVINGTON", "VALLEY_ARCADE", "AMBOSELI_RD", "HATHERU_RD"),
        new("Westlands", Nairobi, "WESTLANDS", "MPAKA_RD", "RHAPTA_RD", "BROOKSIDE"),
        new("Parklands", Nairobi, "PARKLANDS", "HIGHRIDGE", "NGARA", "LIMURU_RD"),
        new("Runda", Nairobi, "RUNDA", "MIMOSA", "GIGIRI", "NYARI"),
        new("Karen", Nairobi, "KAREN", "HARDY", "MIOTONI", "BOGANI"),
        new("Langata", Nairobi, "LANGATA", "OTIENDE", "SOUTHLANDS", "UHURU_GARDENS"),
        new("South B", Nairobi, "SOUTH_B", "PLAINSVIEW", "MARIAKANI", "BALOZI"),
        new("South C", Nairobi, "SOUTH_C", "AKIBA", "MUGOYA", "FIVE_STAR"),
        new("Embakasi", Nairobi, "EMBAKASI", "NYAYO_ESTATE", "PIPELINE", "TASSIA"),
        new("Donholm", Nairobi, "DONHOLM", "GREENSPAN", "SAVANNAH", "HARAMBEE"),
        new("Buruburu", Nairobi, "BURUBURU_PH1", "BURUBURU_PH5", "UMOJA", "JERICHO"),
        new("Kasarani", Nairobi, "KASARANI", "MWIKI", "SEASONS", "SPORTSVIEW"),
        new("Roysambu", Nairobi, "ROYSAMBU", "MIREMA", "THOME", "GARDEN_ESTATE"),
        new("Dagoretti", Nairobi, "DAGORETTI_CORNER", "NGANDO", "RIRUTA", "KAWANGWARE"),
        new("Ruaka", Kiambu, "RUAKA", "JOYLAND", "NDENDERU", "GACHARAGE"),
        new("Kikuyu", Kiambu, "KIKUYU", "KINOO", "MUGUGA", "REGEN"),
        new("Ruiru", Kiambu, "RUIRU", "MEMBLEY", "KAMAKIS", "BY_PASS"),
        new("Juja", Kiambu, "JUJA", "HIGHPOINT", "GACHORORO", "WITEITHIE"),
        new("Thika", Kiambu, "THIKA", "SECTION_9", "MAKONGENI", "NGOINGWA"),
        new("Kiambu Town", Kiambu, "KIAMBU_TOWN", "EDENVILLE", "NDUMBERI", "KIRIGITI"),
        new("Syokimau", Machakos, "SYOKIMAU", "KATANI", "GATEWAY_MALL", "MULEI_RD"),
        new("Athi River", Machakos, "ATHI_RIVER", "GREAT_WALL", "MAVOKO", "DAYSTAR"),
        new("Machakos Town", Machakos, "MACHAKOS_TOWN", "MUA_HILLS", "KENYA_ISRAEL", "MJINI"),
        new("Kitengela", Kajiado, "KITENGELA", "MILIMANI", "YUKOS", "CHUNA"),
        new("Ongata Rongai", Kajiado, "RONGAI", "RIMPA", "TUALA", "MAASAI_LODGE"),
        new("Ngong", Kajiado, "NGONG", "MATASIA", "KIBIKO", "VET"),
        new("Nyali", Coast, "NYALI", "LINKS_RD", "KONGOWEA", "GREENWOOD"),
        new("Bamburi", Coast, "BAMBURI", "MTAMBO", "UTANGE", "KIEMBENI"),
        new("Mombasa Island", Coast, "TUDOR", "KIZINGO", "MAKUPA", "OLD_TOWN"),
        new("Diani", Coast, "DIANI", "UKUNDA", "GALU", "TIWI"),
        new("Malindi", Coast, "MALINDI", "CASUARINA", "SHELLA", "WATAMU"),
        new("Nakuru", RiftValley, "NAKURU", "SECTION_58", "MILIMANI_NKU", "LANET"),
        new("Naivasha", RiftValley, "NAIVASHA", "KARAGITA", "KAYOLE_NVS", "SITE"),
        new("Eldoret", RiftValley, "ELDORET", "ELGON_VIEW", "KAPSOYA", "PIONEER"),
        new("Kisumu", Nyanza, "KISUMU", "MILIMANI_KSM", "MAMBOLEO", "RIAT"),
        new("Kisii", Nyanza, "KISII", "JOGOO", "NYANCHWA", "MWEMBE"),
        new("Kakamega", Western, "KAKAMEGA", "MILIMANI_KKG", "LURAMBI", "AMALEMBA"),
        new("Bungoma", Western, "BUNGOMA", "MARELL", "KANDUYI", "MUPELI"),
        new("Nyeri", MountKenya, "NYERI", "RING_RD", "KAMAKWA", "RURINGU"),
        new("Meru", MountKenya, "MERU", "MAKUTANO", "KAAGA", "GITIMBINE"),
    ];

    public static readonly string[] CodePrefixes = ["NW_ADR_MNT", "NW_ADR", "NE_ADR_MNT", "SE_GPON", "SW_ADR_MDU", "CST_FTTH", "UPC_ADR_MNT"];

    public static readonly string[] Boxes = ["FDT", "FAT", "OLT", "MDU", "PON"];
}
