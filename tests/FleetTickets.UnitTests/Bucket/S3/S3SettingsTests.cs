using FleetTickets.Engine.Bucket.S3;
using FleetTickets.Engine.Results;

namespace FleetTickets.UnitTests.Bucket.S3;

public sealed class S3SettingsTests
{
    [Fact]
    public void AsTextTheyDoNotHoldTheKeys()
    {
        var settings = new S3Settings(new Uri("https://s3.example.org"), "isptickets", "the access key", "the secret key", "us-east-1");

        Assert.Equal("bucket isptickets at https://s3.example.org/", settings.ToString());
    }
}
