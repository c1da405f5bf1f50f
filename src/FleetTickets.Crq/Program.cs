using FleetTickets.Cli.Programs;
using FleetTickets.Engine.Feed;

return await LoaderProgram.RunAsync(TicketDatasets.Crq, args);
