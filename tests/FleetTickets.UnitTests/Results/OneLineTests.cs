using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Results;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("Ngong'ē – 🦒", "Ngong'ē – 🦒")]
    [InlineData("", "")]
    [InlineData("two\r\nlines", "two\\u000d\\u000alines")]
    [InlineData("\u001b[2Jgone", "\\u001b[2Jgone")]
    [InlineData("\u009b2Jgone\u007f\0", "\\u009b2Jgone\\u007f\\u0000")]
    [InlineData("gnp\u202egpj.\u2066\u200f", "gnp\\u202egpj.\\u2066\\u200f")]
    [InlineData("two\u2028lines\u2029", "two\\u2028lines\\u2029")]
    [InlineData("a tag \U000e0041", "a tag \\udb40\\udc41")]
    public void ControlCharactersAreShownInsteadOfSent(string text, string shown) => Assert.Equal(shown, OneLine.Of(text));

    // An attribute cannot hold it.
    [Fact]
    public void HalfOfACharacterIsShown() => Assert.Equal("half \\ud83e of one", OneLine.Of("half \ud83e of one"));
}
