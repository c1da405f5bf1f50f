using FleetTickets.Engine.Feed;
using Npgsql;

namespace FleetTickets.Engine.Runs;

/// <summary>What a run works with.</summary>
public sealed record RunContext(TicketDataset Dataset, NpgsqlDataSource Database, RunOptions Options, IRunProgress Progress, TimeProvider Clock);
