namespace FleetTickets.TestServers;

/// <summary>Answers that are given one each, the last one for ever. Never empty.</summary>
internal sealed class ResponseScript(IEnumerable<ScriptedResponse> responses)
{
    private readonly Queue<ScriptedResponse> _left = new(responses);

    public ScriptedResponse Next()
    {
        lock (_left)
            return _left.Count > 1 ? _left.Dequeue() : _left.Peek();
    }
}
