namespace FleetTickets.Cli.Commands;

/// <summary>What a person wants to know of the ledger, or done with its files.</summary>
internal abstract record LedgerRequest(CommonRequest Common) : LoaderRequest(Common);

/// <param name="State">One of the states of a file; null for an overview.</param>
internal sealed record FilesRequest(CommonRequest Common, string? State) : LedgerRequest(Common);

/// <param name="File">A key or the last part of one; null for all files.</param>
internal sealed record RejectsRequest(CommonRequest Common, string? File) : LedgerRequest(Common);

/// <param name="Keys">Null for every archived file that was never applied.</param>
internal sealed record RetryRequest(CommonRequest Common, bool Apply, IReadOnlyList<string>? Keys) : LedgerRequest(Common);

internal sealed record SkipRequest(CommonRequest Common, bool Apply, IReadOnlyList<string> Keys) : LedgerRequest(Common);

internal sealed record VerifyRequest(CommonRequest Common) : LedgerRequest(Common);
