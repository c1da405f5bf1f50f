using FleetTickets.Cli.Programs;

return await MigrateProgram.RunAsync(args);
