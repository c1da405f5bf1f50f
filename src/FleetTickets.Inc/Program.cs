using FleetTickets.Engine.App;
using FleetTickets.Engine.Datasets;

return await LoaderProgram.RunAsync(TicketDatasets.Inc, args);
