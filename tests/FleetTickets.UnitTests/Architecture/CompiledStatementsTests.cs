using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using FleetTickets.Cli.Programs;
using FleetTickets.Engine.Feed;
using FleetTickets.Schema;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>A native program has no code for what Dapper would generate while it runs (docs/decisions/0007-native-aot.md).</summary>
public sealed class CompiledStatementsTests
{
    private static readonly Assembly[] Product = [typeof(TicketDatasets).Assembly, typeof(Migrator).Assembly, typeof(LoaderProgram).Assembly];

    [Fact]
    public void EveryCallOfDapperIsCompiledIntoTheProgram() => Assert.Empty(Product.SelectMany(assembly => CalledOf(assembly, "SqlMapper")));

    [Fact]
    public void TheCompiledCallsAreSeen() => Assert.NotEmpty(CalledOf(typeof(TicketDatasets).Assembly, "DapperAotExtensions"));

    private static List<string> CalledOf(Assembly assembly, string type)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Where(member => member.Parent.Kind is HandleKind.TypeReference
                && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name, type))
            .Select(member => metadata.GetString(member.Name))];
    }
}
