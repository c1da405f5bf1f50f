using FleetTickets.Engine.Feed.Reading;
using Serilog;

namespace FleetTickets.Engine.Bucket;

/// <summary>
/// A download of a known size that goes on where it broke off. A body that ends early is a broken one, however cleanly it does; so is one
/// that stands still, since the HTTP client's own timeout ends with the headers. One that is longer ends the download.
/// </summary>
/// <param name="size">Of the whole object.</param>
/// <param name="name">For messages.</param>
internal sealed class ResumingStream(Func<long, Task<DownloadBody>> openAt, long offset, long size, string name, TimeProvider clock) : ReadOnlyStream
{
    private const int Attempts = 5;

    private static readonly TimeSpan Stalled = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private readonly byte[] _passedOver = new byte[16 << 10];
    private DownloadBody? _body;
    private long _bodyAt;
    private long _offset = offset;
    private bool _hasEnded;

    /// <summary>Opens the body, so that a missing object shows before anything is read.</summary>
    public async Task StartAsync()
    {
        try
        {
            await OpenAsync();
        }
        catch (IOException broken)
        {
            Log.Debug(broken, "{Name}: the first answer was no good", name);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return _offset < size ? await ReadOnceAsync(buffer, cancellationToken) : await EndAsync(cancellationToken);
            }
            catch (Exception failure) when (IsPassing(failure, cancellationToken) && attempt < Attempts)
            {
                Log.Debug(failure, "Download broke off at byte {Offset}, attempt {Attempt}", _offset, attempt);
                await DropBodyAsync();
                await Task.Delay(Pause(attempt), clock, cancellationToken);
            }
            catch (Exception failure) when (IsPassing(failure, cancellationToken) && failure is not BucketException)
            {
                throw new BucketException($"{name}: the download broke off at byte {_offset} of {size}, {Attempts} times: {failure.Message}", failure);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body?.Content.Dispose();
        base.Dispose(disposing);
    }

    private async Task OpenAsync()
    {
        _body = await openAt(_offset);
        _bodyAt = _body.Begin;
    }

    private async Task<int> ReadOnceAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (_body is null)
            await OpenAsync();
        while (_bodyAt < _offset)
            _bodyAt += await ReadBodyAsync(_passedOver.AsMemory(0, (int)Math.Min(_passedOver.Length, _offset - _bodyAt)), cancellation);
        var read = await ReadBodyAsync(buffer[..(int)Math.Min(buffer.Length, size - _offset)], cancellation);
        (_offset, _bodyAt) = (_offset + read, _bodyAt + read);
        return read;
    }

    /// <summary>Reads at least one byte, unless the buffer is empty.</summary>
    private async Task<int> ReadBodyAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var read = await WatchedAsync(token => _body!.Content.ReadAsync(buffer, token), cancellation);
        return read > 0 || buffer.IsEmpty ? read : throw new IOException($"the body ended {size - _bodyAt} bytes early");
    }

    /// <summary>Checks that the body ends after the last byte. A longer body is not that of the listed upload.</summary>
    private async Task<int> EndAsync(CancellationToken cancellation)
    {
        if (_hasEnded)
            return 0;
        if (size == 0 && _body is null)
            await OpenAsync();
        _hasEnded = await IsAtEndAsync(cancellation);
        return _hasEnded ? 0 : throw new BucketException($"{name}: the store lists {size} bytes and sends more");
    }

    /// <summary>A body that has sent every byte may end in any way.</summary>
    private async Task<bool> IsAtEndAsync(CancellationToken cancellation)
    {
        try
        {
            return _body is null || await WatchedAsync(token => _body.Content.ReadAsync(_passedOver.AsMemory(0, 1), token), cancellation) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private async Task<int> WatchedAsync(Func<CancellationToken, ValueTask<int>> read, CancellationToken cancellation)
    {
        using var watchdog = new CancellationTokenSource(Stalled, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, watchdog.Token);
        try
        {
            return await read(either.Token);
        }
        catch (OperationCanceledException) when (watchdog.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new IOException($"no byte arrived for {Stalled.TotalSeconds:0} s");
        }
    }

    private async Task DropBodyAsync()
    {
        if (_body is not null)
            await _body.Content.DisposeAsync();
        _body = null;
    }

    /// <summary>A longer body is as long at the next attempt.</summary>
    private bool IsPassing(Exception failure, CancellationToken cancellation) =>
        !cancellation.IsCancellationRequested && failure is not ObjectGoneException && (_offset < size || failure is not BucketException);

    private static TimeSpan Pause(int attempt) => FirstPause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
}
