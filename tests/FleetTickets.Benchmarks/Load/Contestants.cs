using FleetTickets.EndToEndTests;
namespace FleetTickets.Benchmarks.Load;

/// <summary>The program and its yardsticks, on one server, with one bucket in a folder.</summary>
internal sealed class Contestants(LoadServer server, string folder)
{
    private static readonly DateTime FirstFile = new(2026, 6, 15);

    private int _files;

    private string Changes => Path.Combine(folder, "bucket/automations/inc/changes");

    public Contestant Program => new("inc", delivery =>
    {
        Directory.CreateDirectory(Changes);
        // Each name is newer than all before it, as in the feed.
        foreach (var file in delivery.FeedFiles)
            File.Copy(file, Path.Combine(Changes, $"{FirstFile.AddMinutes(_files++):yyyy-MM-ddTHH-mm-ss}.csv"));
        var environment = new Dictionary<string, string>(Programs.Environment)
        {
            ["DATABASE_URL"] = server.Database.ConnectionString, ["TICKETS_BUCKET"] = $"file://{folder}/bucket",
        };
        return new ProcessCall(Programs.PathOf(Programs.Inc), ["--from-bucket", "--apply", "--no-progress"], environment);
    });

    public Contestant Floor => Psql("floor", PsqlScript.Floor);

    public Contestant Plain => Psql("plain", PsqlScript.Plain);

    public Contestant Nothing => Psql("select 1", _ => PsqlScript.Nothing);

    public Contestant InsertInto(string table) => Psql($"insert into {table}", _ => PsqlScript.InsertFromTable(table));

    private Contestant Psql(string name, Func<LoadDelivery, string> script) => new(name, delivery =>
    {
        var file = Path.Combine(folder, "script.sql");
        File.WriteAllText(file, script(delivery));
        return new ProcessCall(server.Psql, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", file], server.PsqlEnvironment());
    });
}
