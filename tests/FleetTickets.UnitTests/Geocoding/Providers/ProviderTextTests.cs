using FleetTickets.Engine.Geocoding.Providers;

namespace FleetTickets.UnitTests.Geocoding.Providers;

public sealed class ProviderTextTests
{
    [Theory]
    [InlineData("Nairobi, Kenya", "Nairobi, Kenya")]
    [InlineData("a\0b\r\n\u001b[31mc", "ab  [31mc")]
    [InlineData("\u202egnirts\u2028x", "gnirts x")]
    [InlineData(" x ", "x")]
    [InlineData("1234567890123456", "123456789012345")]
    [InlineData("12345678901234\U0001F30D", "12345678901234")]
    [InlineData("1234567890123\U0001F30D6", "1234567890123\U0001F30D")]
    public void ItIsOneShortLineOfWholeLetters(string text, string cleaned) => Assert.Equal(cleaned, ProviderText.Cleaned(text, 15));
}
