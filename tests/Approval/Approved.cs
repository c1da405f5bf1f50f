namespace FleetTickets.Approval;

/// <summary>
/// What a person reads is compared with a file that a person has approved: <c>Approved/&lt;name&gt;.txt</c> of the test project, a page of docs/, or
/// the schema.
/// </summary>
internal static class Approved
{
    public static void Equal(string name, string actual) =>
        EqualFile(Path.Combine(Repository.Root, "tests", typeof(Approved).Assembly.GetName().Name!, "Approved", name + ".txt"), actual);

    public static void EqualFile(string approved, string actual)
    {
        var received = Path.ChangeExtension(approved, ".received" + Path.GetExtension(approved));
        if (File.Exists(approved) && File.ReadAllText(approved) == actual)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        Assert.Fail($"{approved} is not what was received; compare it with {Path.GetFileName(received)} beside it, and rename that one if it is right");
    }
}
