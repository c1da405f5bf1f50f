namespace FleetTickets.UnitTests;

/// <summary>What a person reads is compared with a file that a person has read: <c>Approved/&lt;name&gt;.txt</c>.</summary>
internal static class Approved
{
    public static void Equal(string name, string actual)
    {
        var approved = Path.Combine(Repository.Root, "tests", "FleetTickets.UnitTests", "Approved", name + ".txt");
        var received = Path.ChangeExtension(approved, ".received.txt");
        if (File.Exists(approved) && File.ReadAllText(approved) == actual)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        Assert.Fail($"{approved} is not what was received; compare it with {Path.GetFileName(received)} beside it, and rename that one if it is right");
    }
}
