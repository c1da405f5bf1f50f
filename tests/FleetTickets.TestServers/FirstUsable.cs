namespace FleetTickets.TestServers;

/// <summary>Tries the ways to get a server in order; when none works, the message says why for each.</summary>
internal static class FirstUsable
{
    public static async Task<TServer> StartAsync<TServer>(string what, string variable, params Func<Task<TServer>>[] ways)
    {
        List<Exception> refusals = [];
        foreach (var start in ways)
        {
            try
            {
                return await start();
            }
            catch (Exception refusal) when (refusal is not OperationCanceledException)
            {
                refusals.Add(refusal);
            }
        }

        var reasons = string.Concat(refusals.Select(refusal => $"\n- {refusal.Message}"));
        throw new AggregateException($"no {what} for the tests: set {variable}, or mend one of these:{reasons}", refusals);
    }
}
