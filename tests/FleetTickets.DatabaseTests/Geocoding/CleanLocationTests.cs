using Dapper;
using FleetTickets.Engine.Results;

namespace FleetTickets.DatabaseTests.Geocoding;

/// <summary>What the rules that every database starts with make of a location name.</summary>
public sealed class CleanLocationTests(MigratedDatabase database) : IClassFixture<MigratedDatabase>
{
    public static TheoryData<string, string> Places => new()
    {
        { "NW_ADR_MNT_KILELESHWA_FDT12", "Kileleshwa" },
        { "NW_KILIMANI_SDUS", "Kilimani" },
        { "ADR_MNT_LAVINGTON_FDT7A", "Lavington" },
        { "NW_ADR_MNT_SOUTH_B_FDT01", "South B" },
        { "nw_adr_mnt_karen_sdus", "Karen" },
        { "NW_ADR_MNT_BURU_BURU_PH5_FDT18", "Buruburu Phase 5" },
        { "NW-ADR-MNT-BURUBURU-PHASE 2-FDT 4", "Buruburu Phase 2" },
        { "NW_ADR_MNT_UMOJA_II_FDT3", "Umoja II" },
        { "NW_ADR_MNT_DONHOLM_PHASE_8_FAT12", "Donholm Phase 8" },
        { "ADR_MNT_KOMAROCK_SEC_3A_FDT02", "Komarock Section 3A" },
        { "NW_ADR_MNT_FATIMA_COURT_FDT05", "Fatima Court" },
        { "NW_TASSIA_MDU_FAT_07", "Tassia" },
        { "NW_ADR_MNT_NYAYO_ESTATE_GATE_C_FDT2", "Nyayo Estate Gate C" },
        { "NW__ADR__MNT__UTAWALA__FDT__6", "Utawala" },
        { "NW_ADR_MNT_GITHURAI_44_FDT10", "Githurai 44" },
        { "GITHURAI 45 SDUS", "Githurai 45" },
        { "NW_ADR_MNT_KAHAWA_SUKARI_SDUS_FDT3", "Kahawa Sukari" },
        { "NW_MNT_VIEW_ESTATE_FDT8", "Mountain View Estate" },
        { "NW_ADR_MNT_MTN_VIEW_FDT08", "Mountain View" },
        { "NW_ADR_MNT_RUNDA_MIMOSA_FDT02", "Runda Mimosa" },
        { "NW_ADR_MNT_JUJA_RD_EST_FDT3", "Juja Road Estate" },
        { "NW_ADR_MNT_KWA_NJENGA_FDT5", "Kwa Njenga" },
        { "NW_ADR_MNT_NDENDERU_MDUS", "Ndenderu" },
        { "ADR_MNT_THINDIGUA_EDENVILLE_EST_FDT4", "Thindigua Edenville Estate" },
        { "NW_ADR_MNT_MEMBLEY_RUIRU_FDT19", "Membley Ruiru" },
        { "NW_THIKA_SECTION_9_FDT05", "Thika Section 9" },
        { "NW_ADR_MNT_LANDLESS_THIKA_FDT2B", "Landless Thika" },
        { "NW_ADR_MNT_MAKONGENI_PH10_FDT07", "Makongeni Phase 10" },
        { "NW_ADR_MNT_GREATWALL_GDNS_PH3_FDT06", "Greatwall Gardens Phase 3" },
        { "NW_ADR_MNT_MLOLONGO_PHASE3_FDT12", "Mlolongo Phase 3" },
        { "NW_ADR_MNT_KITENGELA_FDT40", "Kitengela" },
        { "NW_ADR_MNT_NYALI_FDT15", "Nyali" },
        { "NW_ADR_MNT_BAMBURI_MTAMBO_SDUS", "Bamburi Mtambo" },
        { "NW_ADR_MNT_KIZINGO_BLK_C_FDT03", "Kizingo Block C" },
        { "NW_ADR_MNT_KISUMU_MILIMANI_FDT05", "Kisumu Milimani" },
        { "NW_ADR_MNT_TOM_MBOYA_EST_FDT1", "Tom Mboya Estate" },
        { "NW_ADR_MNT_MAMBOLEO_FDT02", "Mamboleo" },
        { "NW_ADR_MNT_KIAMUNYI_SDUS", "Kiamunyi" },
        { "NW_ADR_MNT_LANET_LANET_FDT4", "Lanet" },
        { "NW_ADR_MNT_ELGON_VIEW_FDT17", "Elgon View" },
        { "NW_ADR_MNT_FDT12_KILELESHWA", "Kileleshwa" },
        { "NW_ADR_MNT_ST_MARYS_CT_FDT3", "St Marys Court" },
        { "LANG\u2019ATA MILE9", "Langata Mile9" },
        { "SOUTHC APTS 12", "South C Apartments 12" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public async Task ThePlaceIsWhatIsLeftWithoutNetworkCodes(string locationName, string place) =>
        Assert.Equal(place, await ScalarAsync("select tickets.clean_location(@text)", locationName));

    [Theory]
    [InlineData("FDT12")]
    [InlineData("NW_ADR_MNT_SDUS_FDT07")]
    [InlineData("ADR_MNT")]
    [InlineData("123")]
    [InlineData("")]
    [InlineData("   ")]
    public async Task WithoutAPlaceThereIsNone(string locationName) =>
        Assert.Null(await ScalarAsync("select tickets.clean_location(@text)", locationName));

    [Theory]
    [MemberData(nameof(Places))]
    public async Task CaseAndSeparatorsDoNotMatter(string locationName, string place) =>
        Assert.Equal(place, await ScalarAsync("select tickets.clean_location(lower(translate(@text, '_', '-')))", locationName));

    [Fact]
    public async Task EverySpellingOfAPlaceHasOneKey()
    {
        string[] spellings = ["NW_ADR_MNT_KILELESHWA_FDT12", "NW_ADR_MNT_FDT12_KILELESHWA", "NW_KILELESHWA_SDUS"];
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var keys = await connection.QueryAsync<string>("select distinct tickets.location_key(text) from unnest(@spellings) text", new { spellings });

        Assert.Equal(["kileleshwa"], keys);
    }

    [Fact]
    public async Task CleaningAgreesWithItsModelOnAnyNameAndIsTheSameTwice()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        await NameModel.AssertCleaningAgreesAsync(connection, NameModel.Names(count: 5000, seed: 20260615));
    }

    [Fact]
    public async Task NoCodeIsLeftInACleanedName()
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);

        var left = await connection.QueryAsync<string>(
            """
            select name || ' -> ' || place
            from unnest(@names) name
            cross join lateral tickets.clean_location(name) place
            where string_to_array(upper(place), ' ') && array(select words from tickets.name_rules where kind = 'equipment')
              or upper(split_part(place, ' ', 1)) in (select words from tickets.name_rules where kind = 'network_prefix')
            """, new { names = NameModel.Names(count: 5000, seed: 20260616) });

        Assert.Empty(left);
    }

    private async Task<string?> ScalarAsync(string sql, string text)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken);
        return await connection.ExecuteScalarAsync<string>(sql, new { text });
    }
}
