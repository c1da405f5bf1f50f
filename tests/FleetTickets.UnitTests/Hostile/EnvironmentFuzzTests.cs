using System.Text;
using CsCheck;
using FleetTickets.Cli.Configuration;
using FleetTickets.Cli;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Hostile;

/// <summary>Whatever a variable holds, it is a setting or a problem with a line of its own, and no line shows a secret.</summary>
public sealed class EnvironmentFuzzTests
{
    private const string Secret = "hunter2";

    private static readonly Dictionary<string, string> Valid = new()
    {
        ["DATABASE_URL"] = $"postgresql://worker:{Secret}@[::1]:5432/tickets?sslmode=require&connect_timeout=10&options=-c%20role%3Dx",
        ["TICKETS_BUCKET"] = "file:///srv/feed",
        ["RUSTFS_ENDPOINT"] = "https://s3.example.org:9000",
        ["RUSTFS_ACCESS_KEY"] = "access",
        ["RUSTFS_SECRET_KEY"] = Secret,
        ["GEOCODER_PROVIDER"] = "opencage",
        ["GEOCODER_API_KEY"] = Secret,
        ["GEOCODER_BASE_URL"] = "https://api.example.org/v1/",
        ["GEOCODER_RATE_PER_SECOND"] = "1.5",
        ["GEOCODER_DAILY_BUDGET"] = "2500",
    };

    public static TheoryData<string> Variables => [.. Valid.Keys];

    [Theory]
    [MemberData(nameof(Variables))]
    public void AMutatedValueIsASettingOrAProblem(string variable) => Mutation.Of(Encoding.UTF8.GetBytes(Valid[variable])).Sample(
        value => IsASettingOrAProblem(new(Valid) { [variable] = Encoding.UTF8.GetString(value) }), iter: 2_000);

    [Fact]
    public void AMutatedStoreIsASettingOrAProblem() => Mutation.Of("isptickets"u8.ToArray()).Sample(
        value => IsASettingOrAProblem(new(Valid) { ["TICKETS_BUCKET"] = Encoding.UTF8.GetString(value) }), iter: 2_000);

    [Fact]
    public void AMutatedKeyValueStringIsASettingOrAProblem() =>
        Mutation.Of(Encoding.UTF8.GetBytes($"Host=db;Port=5432;Username=worker;Password={Secret};SSL Mode=Require;Command Timeout=60")).Sample(
            value => IsASettingOrAProblem(new(Valid) { ["DATABASE_URL"] = Encoding.UTF8.GetString(value) }), iter: 5_000);

    [Fact]
    public void AMutatedEnvFileIsReadOrRefusedWithoutShowingIt() =>
        Mutation.Of(Encoding.UTF8.GetBytes($"# ours\nexport DATABASE_URL='x'\nRUSTFS_SECRET_KEY=\"{Secret}\"\n\nTICKETS_BUCKET = x\n")).Sample(
            text => ProblemsOf(() => EnvFile.Parse(".env", Encoding.UTF8.GetString(text).Split('\n'))), iter: 5_000);

    private static void IsASettingOrAProblem(Dictionary<string, string> environment) => ProblemsOf(() => Settings.From(
        environment, "a test", SettingsNeeds.Bucket | SettingsNeeds.Geocoder | SettingsNeeds.GeocoderKey));

    private static void ProblemsOf(Action read)
    {
        try
        {
            read();
        }
        catch (UsageException wrong)
        {
            Assert.NotEmpty(wrong.Problems);
            Assert.All(wrong.Problems, problem => Assert.DoesNotContain(Secret, problem, StringComparison.Ordinal));
        }
    }
}
