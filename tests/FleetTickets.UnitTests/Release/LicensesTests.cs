using System.Text;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Release;

/// <summary>docs/licenses.md is true: what the lock files name, with the licence that the package itself states.</summary>
public sealed class LicensesTests
{
    private const string Head =
        """
        # Licences

        What `inc`, `crq` and `migrate` are made of beside this repository: every package of their `packages.lock.json`, with the licence that the
        package states of itself. A test writes this page anew and compares ([contributing.md](contributing.md)).

        A native program also carries parts of the .NET runtime, and a program with the runtime runs on it: MIT. A machine-readable list with hashes is
        made by

        ```sh
        dotnet tool restore
        dotnet CycloneDX src/FleetTickets.Inc/FleetTickets.Inc.csproj --output sbom      # sbom/bom.json, CycloneDX
        ```

        | package | version | licence |
        |---|---|---|

        """;

    // What may be shipped in a closed program without more than a notice. A package under another licence is for a person to decide.
    private static readonly string[] Permissive = ["MIT", "Apache-2.0", "BSD-3-Clause", "PostgreSQL", "MS-PL OR Apache-2.0"];

    [Fact]
    public void ThePageNamesEveryPackageWithItsVersionAndLicence()
    {
        var page = new StringBuilder(Head);
        foreach (var package in LockedPackage.OfThePrograms())
            page.Append($"| {package.Id} | {package.Version} | {package.License()} |\n");

        Approved.EqualFile(Path.Combine(Repository.Root, "docs", "licenses.md"), page.ToString());
    }

    [Fact]
    public void EveryLicenceIsOneThatAsksForNothingButANotice() =>
        Assert.All(LockedPackage.OfThePrograms(), package => Assert.Contains(package.License(), Permissive));
}
