using System.Text;
using FleetTickets.Engine.Feed.Cleaning;

namespace FleetTickets.UnitTests.Feed.Cleaning;

public sealed class FeedBooleanTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("True")]
    [InlineData("TRUE")]
    [InlineData("t")]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("yes")]
    [InlineData("Y")]
    [InlineData(" true\r\n\t")]
    public void EverySpellingOfTrueIsTrue(string value) => Assert.True(FeedBoolean.IsTrue(Encoding.UTF8.GetBytes(value)));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("false")]
    [InlineData("f")]
    [InlineData("0.0")]
    [InlineData("1.00")]
    [InlineData("0")]
    [InlineData("no")]
    [InlineData("n")]
    [InlineData("11")]
    [InlineData("tru")]
    [InlineData("truer")]
    [InlineData("t rue")]
    [InlineData("ｔ")]
    [InlineData("ja")]
    public void AnythingElseIsNot(string value) => Assert.False(FeedBoolean.IsTrue(Encoding.UTF8.GetBytes(value)));
}
