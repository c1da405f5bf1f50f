using FleetTickets.Schema.TakeOver;

namespace FleetTickets.UnitTests.Schema.TakeOver;

public sealed class EnumWordsTests
{
    [Fact]
    public void EveryVerbIsReadAsItIsWritten() =>
        Assert.All(Enum.GetValues<TakeOverVerb>(), verb => Assert.Equal(verb, EnumWords.Parse<TakeOverVerb>(verb.ToWords())));

    [Fact]
    public void AVerbOfSeveralWordsHasBlanks() => Assert.Equal("cannot be read", TakeOverVerb.CannotBeRead.ToWords());

    [Theory]
    [InlineData("")]
    [InlineData("is_there")]
    [InlineData("Leaves")]
    public void AnUnknownVerbThrows(string words) =>
        Assert.Contains($"'{words}'", Assert.Throws<InvalidOperationException>(() => EnumWords.Parse<TakeOverVerb>(words)).Message, StringComparison.Ordinal);
}
