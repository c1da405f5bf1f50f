using FleetTickets.Engine.Bucket;

namespace FleetTickets.UnitTests.Bucket;

public sealed class S3SettingsTests
{
    [Fact]
    public void AsTextTheyDoNotHoldTheKeys()
    {
        var settings = new S3Settings(new Uri("https://s3.example.org"), "isptickets", "the access key", "the secret key", "us-east-1");

        Assert.Equal("bucket isptickets at https://s3.example.org/", settings.ToString());
    }
}
