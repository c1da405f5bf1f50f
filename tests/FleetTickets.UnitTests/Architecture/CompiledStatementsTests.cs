using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using FleetTickets.Engine.Datasets;

namespace FleetTickets.UnitTests.Architecture;

/// <summary>A native program has no code for what Dapper would generate while it runs (docs/decisions/0007-native-aot.md).</summary>
public sealed class CompiledStatementsTests
{
    [Fact]
    public void EveryCallOfDapperIsCompiledIntoTheProgram() => Assert.Empty(CalledOf("SqlMapper"));

    [Fact]
    public void TheCompiledCallsAreSeen() => Assert.NotEmpty(CalledOf("DapperAotExtensions"));

    private static List<string> CalledOf(string type)
    {
        using var file = new PEReader(File.OpenRead(typeof(TicketDatasets).Assembly.Location));
        var engine = file.GetMetadataReader();
        return [.. engine.MemberReferences.Select(engine.GetMemberReference)
            .Where(member => member.Parent.Kind is HandleKind.TypeReference
                && engine.StringComparer.Equals(engine.GetTypeReference((TypeReferenceHandle)member.Parent).Name, type))
            .Select(member => engine.GetString(member.Name))];
    }
}
