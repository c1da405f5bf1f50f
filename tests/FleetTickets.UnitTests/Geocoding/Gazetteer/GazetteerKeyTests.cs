using FleetTickets.Engine.Geocoding.Gazetteer;

namespace FleetTickets.UnitTests.Geocoding.Gazetteer;

public sealed class GazetteerKeyTests
{
    [Theory]
    [InlineData("yaya@Kilimani", "Kilimani", "yaya")]
    [InlineData("@Kilimani", "Kilimani", null)]
    [InlineData("south b@a@b", "a@b", "south b")]
    public void AKeyIsLocationAtCluster(string text, string cluster, string? location)
    {
        Assert.Equal(new GazetteerKey(cluster, location), GazetteerKey.Parse(text));
        Assert.Equal(text, GazetteerKey.Parse(text).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("yaya")]
    [InlineData("yaya@")]
    [InlineData("@")]
    public void WhatNamesNoClusterIsNoKey(string text) =>
        Assert.Equal($"'{text}' is no key; expected LOCATION@CLUSTER or @CLUSTER", Assert.Throws<FormatException>(() => GazetteerKey.Parse(text)).Message);
}
