using System.Net;
using System.Net.Sockets;

namespace FleetTickets.Engine.Network;

/// <summary>
/// Connects to a name that may have several addresses (RFC 8305): every quarter of a second the next address is tried beside the ones
/// before, IPv6 and IPv4 in turn, and the first that connects is taken. One dead address then costs a moment, not the connection.
/// </summary>
/// <param name="resolve">The addresses of a name, the preferred one first.</param>
/// <param name="dial">Connects to one address.</param>
internal sealed class AddressRace(
    Func<string, CancellationToken, Task<IPAddress[]>> resolve, Func<IPEndPoint, CancellationToken, Task<Stream>> dial, TimeProvider clock)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    /// <summary>For each address.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="SocketException">No address could be connected to; the message has each address and its reason.</exception>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancellation)
    {
        var waiting = new Queue<IPAddress>(Interleaved(await resolve(target.Host, cancellation)));
        var failures = new List<string>();
        var running = new List<Task<Attempt>>();
        using var race = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            while (running.Count + waiting.Count > 0)
            {
                if (waiting.TryDequeue(out var address))
                    running.Add(AttemptAsync(new IPEndPoint(address, target.Port), race.Token));
                if (await FirstEndedAsync(running, isLast: waiting.Count == 0, race.Token) is not { } ended)
                    continue;
                running.Remove(ended);
                if ((await ended).Connected is { } winner)
                    return winner;
                failures.Add((await ended).Failure!);
            }
        }
        finally
        {
            await race.CancelAsync();
            foreach (var loser in running)
                _ = HangUpAsync(loser);
        }
        throw new SocketException((int)SocketError.HostUnreachable, failures.Count == 0 ? "the name has no address" : string.Join(", ", failures));
    }

    /// <summary>The families take turns, and each keeps its order; the family of the first address begins.</summary>
    internal static IEnumerable<IPAddress> Interleaved(IReadOnlyList<IPAddress> addresses)
    {
        var families = addresses.ToLookup(address => address.AddressFamily == addresses[0].AddressFamily);
        var (preferred, others) = (families[true].ToList(), families[false].ToList());
        for (var i = 0; i < Math.Max(preferred.Count, others.Count); i++)
        {
            foreach (var family in new[] { preferred, others }.Where(family => i < family.Count))
                yield return family[i];
        }
    }

    /// <summary>Null when it is time for the next address and no attempt has ended yet.</summary>
    private async Task<Task<Attempt>?> FirstEndedAsync(List<Task<Attempt>> running, bool isLast, CancellationToken cancellation)
    {
        if (isLast)
            return await Task.WhenAny(running);
        using var step = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = Task.Delay(Step, clock, step.Token);
        var first = await Task.WhenAny([.. running, pause]);
        await step.CancelAsync();
        return first as Task<Attempt>;
    }

    private async Task<Attempt> AttemptAsync(IPEndPoint address, CancellationToken cancellation)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        try
        {
            return new Attempt(await dial(address, either.Token), null);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new Attempt(null, $"{address}: no answer within {Patience.TotalSeconds:0} s");
        }
        catch (SocketException refused)
        {
            return new Attempt(null, $"{address}: {refused.Message}");
        }
    }

    private static async Task HangUpAsync(Task<Attempt> loser)
    {
        await ((Task)loser).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (loser.IsCompletedSuccessfully && loser.Result.Connected is { } late)
            await late.DisposeAsync();
    }

    /// <summary>Either a connection, or why there is none.</summary>
    private sealed record Attempt(Stream? Connected, string? Failure);
}
