using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Feed;

public sealed class InvisibleTextTests
{
    /// <summary>By number: in a source they would not be seen either.</summary>
    public static TheoryData<int> Invisible =>
    [
        0x09, 0x20, 0x85, 0xA0, 0xAD, 0x034F, 0x061C, 0x115F, 0x180E, 0x2003, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x202A, 0x202E, 0x2060,
        0x2066, 0x2069, 0x2800, 0x3000, 0x3164, 0xFE0F, 0xFEFF, 0xFFA0, 0xE0001, 0xE0101,
    ];

    [Theory]
    [MemberData(nameof(Invisible))]
    public void ItIsTrimmedFromBothEndsAndLeftInTheMiddle(int code)
    {
        var mark = char.ConvertFromUtf32(code);

        Assert.Equal($"WOT{mark}1", InvisibleText.Trimmed($"{mark}{mark}WOT{mark}1{mark}"));
        Assert.Equal("", InvisibleText.Trimmed(mark + mark));
    }

    [Theory]
    [InlineData("WOT1")]
    [InlineData("é☎🦒")]
    [InlineData("")]
    public void WhatCanBeSeenStays(string text) => Assert.Equal((text, text), (InvisibleText.Trimmed(text), InvisibleText.Shown(text)));

    [Fact]
    public void InAMessageItIsSpelt() =>
        Assert.Equal("a b\\ufeffc\\u200b\\u00a0\\U000e0001", InvisibleText.Shown("a b\uFEFFc\u200B\u00A0\U000E0001"));

    [Fact]
    public void ANameIsCutWithoutHalfACharacter()
    {
        var name = InvisibleText.ShownName(new string('x', 59) + "🦒🦒");

        Assert.Equal(new string('x', 59) + "…", name);
    }
}
