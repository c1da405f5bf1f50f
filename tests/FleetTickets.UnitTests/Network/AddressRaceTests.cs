using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using FleetTickets.Engine.Network;
using FleetTickets.Engine.Results;
using Microsoft.Extensions.Time.Testing;

namespace FleetTickets.UnitTests.Network;

public sealed class AddressRaceTests
{
    private static readonly IPAddress Six = IPAddress.Parse("2001:db8::1");
    private static readonly IPAddress OtherSix = IPAddress.Parse("2001:db8::2");
    private static readonly IPAddress Four = IPAddress.Parse("192.0.2.1");

    private readonly FakeTimeProvider _clock = new();
    private bool _connectsAllTheSame;
    private readonly Channel<Dial> _dials = Channel.CreateUnbounded<Dial>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheFirstAddressIsTakenWhenItAnswers()
    {
        var connected = ConnectAsync(Six, Four);
        var only = await NextDialAsync();
        only.Answer();

        Assert.Same(only.Stream, await connected);
        Assert.False(_dials.Reader.TryRead(out _));
    }

    [Fact]
    public async Task AfterAQuarterOfASecondTheOtherFamilyIsTriedBesideIt()
    {
        var connected = ConnectAsync(Six, OtherSix, Four);
        var dead = await NextDialAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        var good = await NextDialAsync();
        good.Answer();

        Assert.Equal((Six, Four), (dead.Address.Address, good.Address.Address));
        Assert.Same(good.Stream, await connected);
        Assert.True(dead.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task AnEarlierAddressMayStillWinAndALateConnectionIsClosed()
    {
        _connectsAllTheSame = true;
        var connected = ConnectAsync(Six, Four);
        var slow = await NextDialAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        var late = await NextDialAsync();
        slow.Answer();

        Assert.Same(slow.Stream, await connected);
        late.Answer();
        await late.Stream.Closed;
    }

    [Fact]
    public async Task ARefusalMakesWayAtOnce()
    {
        var connected = ConnectAsync(Six, Four);
        (await NextDialAsync()).Refuse();
        var second = await NextDialAsync();
        second.Answer();

        Assert.Same(second.Stream, await connected);
    }

    [Fact]
    public async Task WhenNoAddressAnswersEachIsNamedWithItsReason()
    {
        var connected = ConnectAsync(Six, Four);
        var silent = await NextDialAsync();
        _clock.Advance(TimeSpan.FromMilliseconds(250));
        (await NextDialAsync()).Refuse();
        Assert.False(connected.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(5));

        var failure = await Assert.ThrowsAsync<SocketException>(() => connected);
        Assert.Contains("192.0.2.1:443: Connection refused", failure.Message, StringComparison.Ordinal);
        Assert.Contains("[2001:db8::1]:443: no answer within 5 s", failure.Message, StringComparison.Ordinal);
        Assert.True(silent.Cancellation.IsCancellationRequested);
    }

    [Fact]
    public async Task ANameWithoutAddressIsSaidToHaveNone() =>
        Assert.Equal("the name has no address", (await Assert.ThrowsAsync<SocketException>(() => ConnectAsync())).Message);

    [Fact]
    public async Task AStopEndsEveryAttempt()
    {
        using var stop = new CancellationTokenSource();
        var connected = ConnectAsync(stop.Token, Six);
        var only = await NextDialAsync();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connected);
        Assert.True(only.Cancellation.IsCancellationRequested);
    }

    private Task<Stream> ConnectAsync(params IPAddress[] addresses) => ConnectAsync(Cancellation, addresses);

    private Task<Stream> ConnectAsync(CancellationToken stop, params IPAddress[] addresses)
    {
        var race = new AddressRace((_, _) => Task.FromResult(addresses), DialAsync, _clock);
        return race.ConnectAsync(new DnsEndPoint("s3.example.org", 443), stop).AsTask();
    }

    private Task<Stream> DialAsync(IPEndPoint address, CancellationToken cancellation)
    {
        var dial = new Dial(address, _connectsAllTheSame, cancellation);
        _dials.Writer.TryWrite(dial);
        return dial.Connected;
    }

    private async Task<Dial> NextDialAsync() => await _dials.Reader.ReadAsync(Cancellation);

    private sealed class Dial
    {
        private readonly TaskCompletionSource<Stream> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Dial(IPEndPoint address, bool connectsAllTheSame, CancellationToken cancellation)
        {
            (Address, Cancellation) = (address, cancellation);
            cancellation.Register(() =>
            {
                if (!connectsAllTheSame)
                    _connected.TrySetCanceled(cancellation);
            });
        }

        public IPEndPoint Address { get; }

        public CancellationToken Cancellation { get; }

        public ClosedStream Stream { get; } = new();

        public Task<Stream> Connected => _connected.Task;

        public void Answer() => _connected.TrySetResult(Stream);

        public void Refuse() => _connected.TrySetException(new SocketException((int)SocketError.ConnectionRefused));
    }

    /// <summary>Tells when it is closed.</summary>
    private sealed class ClosedStream : MemoryStream
    {
        private readonly TaskCompletionSource _closed = new();

        public Task Closed => _closed.Task;

        protected override void Dispose(bool disposing)
        {
            _closed.TrySetResult();
            base.Dispose(disposing);
        }
    }
}
