namespace FleetTickets.SampleFeed;

/// <summary>Who works on the tickets. The people are invented.</summary>
internal static class Crews
{
    public static readonly string[] Teams =
        ["Field Team North", "Field Team East", "Field Team West", "Coast Rollout", "Rift Crew 2", "Lakeside Fibre", "NOC Tier 2", ""];

    public static readonly string[] Owners =
    [
        "Wanjiku Mwangi", "Otieno Ochieng", "Achieng Odhiambo", "Kiprono Koech", "Mutua Musyoka", "Amina Hassan", "Njeri Kamau",
        "Barasa Wekesa", "Chebet Rotich", "Salim Mwinyi", "Nduku Kilonzo", "Zawadi Mrema", "",
    ];
}
