using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;

namespace FleetTickets.SampleFeed;

/// <summary>The command line: says what is wrong with it in one line and exits with 2, or hands over to the generator.</summary>
internal static class CommandLine
{
    private const int Done = 0, Failed = 1, WrongUsage = 2;
    private const string StartFormat = "yyyy-MM-dd'T'HH-mm-ss";

    private static readonly Option<string> Out = new("--out")
        { HelpName = "DIR", Required = true, Description = "Directory to write to: empty or new, or with --next the feed to continue." };

    private static readonly Option<int> Files = Number("--files", "N", 6, 1, 100_000, "Files to write for each type.");

    private static readonly Option<bool> Next = Flag("--next", "Write the next files of the feed in DIR, which keeps its parameters.");

    private static readonly Option<long> Seed = new("--seed")
        { HelpName = "N", DefaultValueFactory = _ => 1, Description = "Another seed, another feed." };

    private static readonly Option<int> Tickets =
        Number("--tickets", "N", 2_000, 1, FeedParameters.MostTickets, "INC tickets in the baseline; CRQ has 40 for each hundred of them.");

    private static readonly Option<int> RowsPerDelta =
        Number("--rows-per-delta", "N", 50, 1, 1_000_000, "Changed tickets in a delta; below 10 it holds nothing else.");

    private static readonly Option<string> Type = new("--type")
        { HelpName = "inc|crq", Description = "Only this type. [default: both]", Validators = { ValidateType } };

    private static readonly Option<string> Start = new("--start")
    {
        HelpName = "TIME", DefaultValueFactory = _ => "2026-06-15T06-00-00", Description = "Name of the first file, East Africa Time.",
        Validators = { ValidateStart },
    };

    private static readonly Option<bool> LateApart =
        Flag("--late-apart", "Write late files to DIR/late/ instead of changes/, to be dropped in after a first drain.");

    private static readonly Option<bool> NoBadRecords = Flag("--no-bad-records", "Leave out the records that a loader has to reject.");

    private static readonly Option[] FeedOptions = [Seed, Tickets, RowsPerDelta, Type, Start, LateApart, NoBadRecords];

    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        var root = new RootCommand("Writes a sample feed of ticket change files, and the final state that they lead to.") { Out, Files, Next };
        foreach (var option in FeedOptions)
            root.Add(option);
        root.Validators.Add(ValidateNext);
        root.SetAction(parsed => Write(parsed, output, errors));

        var parsed = root.Parse(args, new() { ResponseFileTokenReplacer = null });
        if (parsed.Errors is [var error, ..] && parsed.Action is ParseErrorAction)
            return Say(errors, WrongUsage, $"{error.Message} See --help.");
        return parsed.Invoke(new() { Output = output, Error = errors, EnableDefaultExceptionHandler = false });
    }

    private static int Write(ParseResult parsed, TextWriter output, TextWriter errors)
    {
        try
        {
            var directory = new FeedDirectory(parsed.GetRequiredValue(Out));
            var before = parsed.GetValue(Next) ? directory.ReadProgress() : new FeedProgress(Parameters(parsed), FilesWritten: 0);
            var files = parsed.GetValue(Files);
            if (Refusal(directory, before, files) is { } refusal)
                return Say(errors, WrongUsage, refusal);

            foreach (var feed in Generator.Write(directory, before!, files))
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{feed.Type}: {files} files written, {feed.Files.Count} in all with {feed.Totals.Read} records; {feed.Rows} tickets expected"));
            return Done;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return Say(errors, Failed, e.Message);
        }
    }

    /// <summary>What only the directory can tell about the wish, or null when nothing speaks against it.</summary>
    private static string? Refusal(FeedDirectory directory, FeedProgress? before, int files)
    {
        if (before is null)
            return $"--next: {directory.Root} holds no sample-feed.json. Write a feed there first, without --next.";
        if (before.FilesWritten == 0 && !directory.IsEmpty)
            return $"--out: {directory.Root} is not empty. Use another directory, or --next to continue the feed in it.";
        var parameters = before.Parameters;
        var tickets = parameters.Tickets + (long)parameters.RowsPerDelta / 10 * (before.FilesWritten + files);
        if (tickets > FeedParameters.MostTickets)
            return $"--files: the feed would grow to {tickets} tickets, and ids end at {FeedParameters.MostTickets}. Ask for fewer files.";
        return null;
    }

    private static FeedParameters Parameters(ParseResult parsed) => new(
        parsed.GetValue(Type) is { } type ? [type] : [.. TicketType.All.Select(type => type.Name)],
        parsed.GetValue(Seed),
        parsed.GetValue(Tickets),
        parsed.GetValue(RowsPerDelta),
        DateTime.ParseExact(parsed.GetRequiredValue(Start), StartFormat, CultureInfo.InvariantCulture),
        parsed.GetValue(LateApart),
        BadRecords: !parsed.GetValue(NoBadRecords));

    private static void ValidateNext(CommandResult command)
    {
        if (command.GetValue(Next) && FeedOptions.FirstOrDefault(option => command.GetResult(option) is { Implicit: false }) is { } given)
            command.AddError($"{given.Name} does not go with --next: the feed in DIR keeps the parameters that it was started with.");
    }

    private static void ValidateType(OptionResult result)
    {
        if (result.Tokens is [var token] && TicketType.All.All(type => type.Name != token.Value))
            result.AddError($"--type: '{token.Value}' is neither inc nor crq.");
    }

    /// <summary>Between these years a file name has its nineteen characters, however many files follow.</summary>
    private static void ValidateStart(OptionResult result)
    {
        if (result.Tokens is [var token]
            && !(DateTime.TryParseExact(token.Value, StartFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var start)
                && start.Year is >= 2000 and <= 2100))
            result.AddError($"--start: '{token.Value}' is not a time like 2026-06-15T06-00-00 between 2000 and 2100.");
    }

    private static Option<int> Number(string name, string helpName, int otherwise, int least, int most, string description)
    {
        var option = new Option<int>(name) { HelpName = helpName, DefaultValueFactory = _ => otherwise, Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, CultureInfo.InvariantCulture, out var n) || n < least || n > most))
                result.AddError($"{name}: '{token.Value}' is not a whole number from {least} to {most}.");
        });
        return option;
    }

    private static Option<bool> Flag(string name, string description) =>
        new(name) { Arity = ArgumentArity.Zero, Description = description };

    private static int Say(TextWriter errors, int exitCode, string message)
    {
        errors.WriteLine($"error: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
