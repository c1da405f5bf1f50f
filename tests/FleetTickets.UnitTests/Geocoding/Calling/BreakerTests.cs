using FleetTickets.Engine.Geocoding.Calling;
using FleetTickets.Engine.Geocoding.Providers;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Geocoding.Calling;

public sealed class BreakerTests
{
    private static readonly Reply Answer = new Reply.NotFound(null);
    private static readonly Reply Trouble = new Reply.Trouble("503");
    private static readonly Reply BySecond = new Reply.TooFast(ByMinute: false, null);
    private static readonly Reply ByMinute = new Reply.TooFast(ByMinute: true, null);

    [Fact]
    public void FiveFailuresInARowAskForFiveMinutes()
    {
        Assert.Equal(TimeSpan.Zero, After([.. Times(4, Trouble)]).Pause);
        Assert.Equal(TimeSpan.FromMinutes(5), After([.. Times(5, Trouble)]).Pause);
    }

    [Fact]
    public void AnAnswerBetweenStartsTheCountAnew() =>
        Assert.Equal(TimeSpan.Zero, After([.. Times(4, Trouble), Answer, .. Times(4, Trouble)]).Pause);

    [Fact]
    public void ThreeRefusalsByTheSecondInARowAskForAMinute()
    {
        Assert.Equal(TimeSpan.Zero, After(BySecond, BySecond).Pause);
        Assert.Equal(TimeSpan.Zero, After(BySecond, BySecond, Answer, BySecond).Pause);
        Assert.Equal(TimeSpan.FromMinutes(1), After(BySecond, BySecond, BySecond).Pause);
    }

    [Fact]
    public void OneRefusalByTheMinuteAsksForAMinute() => Assert.Equal(TimeSpan.FromMinutes(1), After(ByMinute).Pause);

    [Fact]
    public void AfterAPauseOneCallIsTriedAndItsFailureOpensAgain()
    {
        Assert.Equal(TimeSpan.FromMinutes(5), After(ByMinute, Trouble).Pause);
        Assert.Equal(TimeSpan.FromMinutes(1), After([.. Times(5, Trouble), BySecond]).Pause);
    }

    [Fact]
    public void AnAnswerAfterAPauseClosesIt() => Assert.Equal(Breaker.Closed, After(ByMinute, Answer));

    [Fact]
    public void ARequestThatIsRefusedAsWrongIsAnAnswerToo() =>
        Assert.Equal(Breaker.Closed, After([.. Times(4, Trouble), new Reply.BadRequest("400")]));

    [Fact]
    public void TheThirdOpeningWithoutAnAnswerBetweenIsTheLast()
    {
        Assert.False(After([.. Times(5, Trouble), Trouble]).GivesUp);
        Assert.True(After([.. Times(5, Trouble), Trouble, ByMinute]).GivesUp);
        Assert.False(After(ByMinute, ByMinute, Answer, ByMinute, ByMinute).GivesUp);
    }

    private static Breaker After(params Reply[] replies) => replies.Aggregate(Breaker.Closed, (breaker, reply) => breaker.After(reply));

    private static IEnumerable<Reply> Times(int count, Reply reply) => Enumerable.Repeat(reply, count);
}
