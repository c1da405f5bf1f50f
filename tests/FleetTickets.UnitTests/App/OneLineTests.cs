using FleetTickets.Engine.App;

namespace FleetTickets.UnitTests.App;

public sealed class OneLineTests
{
    [Theory]
    [InlineData("Ngong'ē – 🦒", "Ngong'ē – 🦒")]
    [InlineData("", "")]
    [InlineData("two\r\nlines", "two\\u000d\\u000alines")]
    [InlineData("\u001b[2Jgone", "\\u001b[2Jgone")]
    [InlineData("\u009b2Jgone\u007f\0", "\\u009b2Jgone\\u007f\\u0000")]
    public void ControlCharactersAreShownInsteadOfSent(string text, string shown) => Assert.Equal(shown, OneLine.Of(text));
}
