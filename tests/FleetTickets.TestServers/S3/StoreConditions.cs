namespace FleetTickets.TestServers;

/// <summary>What a store makes of If-Match and its like.</summary>
internal static class StoreConditions
{
    /// <summary>Null when the request may go on.</summary>
    public static StoreAnswer? Refusal(StoreRequest request, string header, StoredObject stored, Misbehaviour wrong)
    {
        if (!request.Headers.TryGetValue(header, out var wanted))
            return null;
        return wrong switch
        {
            Misbehaviour.ConditionIsRefusedWith400 => StoreAnswer.Error(400, "InvalidArgument", "invalid header: if-match"),
            Misbehaviour.ConditionIsRefusedWith412 => StoreAnswer.Error(412, "PreconditionFailed", "did not hold"),
            Misbehaviour.ConditionIsRefusedWith501 => StoreAnswer.Error(501, "NotImplemented", "not implemented"),
            Misbehaviour.ConditionIsIgnored => null,
            _ => wanted.Trim('"') == stored.ETag ? null : StoreAnswer.Error(412, "PreconditionFailed", "did not hold"),
        };
    }
}
