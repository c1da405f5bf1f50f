using FleetTickets.SampleFeed;

return CommandLine.Run(args, Console.Out, Console.Error);
