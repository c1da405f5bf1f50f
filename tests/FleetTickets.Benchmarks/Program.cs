// In full: a package of the benchmarks has a namespace of the class's name.
return await FleetTickets.Benchmarks.CommandLine.RunAsync(args);
