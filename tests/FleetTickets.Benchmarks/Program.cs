using FleetTickets.Benchmarks;

return await CommandLine.RunAsync(args);
