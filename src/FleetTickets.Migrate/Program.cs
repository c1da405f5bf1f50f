using FleetTickets.Engine.App;

return await MigrateProgram.RunAsync(args);
