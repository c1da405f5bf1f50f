
namespace FleetTickets.DatabaseTests.ReadSide;

/// <summary>The arguments of a dashboard.</summary>
internal sealed record DashboardQuestion(string? Cluster, string? Status, string? Window, DateOnly? From, DateOnly? To);
