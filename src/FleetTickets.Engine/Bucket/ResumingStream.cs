using FleetTickets.Engine.Changes;
using Serilog;

namespace FleetTickets.Engine.Bucket;

/// <summary>
/// A download that goes on where it broke off. A body that stands still counts as broken: the SDK's own timeout ends with the headers.
/// </summary>
internal sealed class ResumingStream(Func<long, Task<Stream>> openAt, long offset, TimeProvider clock) : ReadOnlyStream
{
    private const int Attempts = 5;

    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private Stream? _body;
    private long _offset = offset;

    /// <summary>Opens the body, so that a missing object shows before anything is read.</summary>
    public async Task StartAsync() => _body = await openAt(_offset);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var read = await ReadOnceAsync(buffer, cancellationToken);
                _offset += read;
                return read;
            }
            catch (Exception failure) when (IsPassing(failure, cancellationToken) && attempt < Attempts)
            {
                Log.Debug(failure, "Download broke off at byte {Offset}, attempt {Attempt}", _offset, attempt);
                await DropBodyAsync();
                await Task.Delay(Pause(attempt), clock, cancellationToken);
            }
            catch (Exception failure) when (IsPassing(failure, cancellationToken) && failure is not BucketException)
            {
                throw new BucketException($"the download broke off at byte {_offset}, {Attempts} times: {failure.Message}", failure);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body?.Dispose();
        base.Dispose(disposing);
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        _body ??= await openAt(_offset);
        using var watchdog = new CancellationTokenSource(Stalled, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, watchdog.Token);
        try
        {
            return await _body.ReadAsync(buffer, either.Token);
        }
        catch (OperationCanceledException) when (watchdog.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new IOException($"no byte arrived for {Stalled.TotalSeconds:0} s");
        }
    }

    private async Task DropBodyAsync()
    {
        if (_body is not null)
            await _body.DisposeAsync();
        _body = null;
    }

    private static bool IsPassing(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && failure is not ObjectGoneException;

    private static TimeSpan Pause(int attempt) => FirstPause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
}
