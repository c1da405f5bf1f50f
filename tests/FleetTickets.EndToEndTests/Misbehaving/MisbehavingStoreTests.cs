using System.Text;
using FleetTickets.Engine.Bucket;
using FleetTickets.Engine.Bucket.S3;
using FleetTickets.Engine.Feed;
using FleetTickets.Engine.Results;
using FleetTickets.TestServers;

namespace FleetTickets.EndToEndTests.Misbehaving;

/// <summary>What becomes of the files in a store that misbehaves, for each way of it: read whole and moved, or left where they are.</summary>
public sealed class MisbehavingStoreTests : IAsyncLifetime
{
    private static readonly string Changes = TicketDatasets.Inc.ChangesFolder;
    private static readonly string Processed = TicketDatasets.Inc.ProcessedFolder;
    private static readonly string[] Names = [.. Enumerable.Range(11, 5).Select(hour => $"2026-06-15T{hour}-00-00.csv")];

    private readonly MisbehavingStore _store = new();
    private readonly MisbehavingStore _other = new();
    private readonly S3ChangeBucket _bucket;

    public MisbehavingStoreTests()
    {
        _store.OtherServer = _other.Endpoint;
        _bucket = new S3ChangeBucket(
            new S3Settings(new Uri(_store.Endpoint), MisbehavingStore.Bucket, "key", "secret", "us-east-1"), new PatientClock());
        foreach (var name in Names)
            _store.Put(Changes + name, ContentOf(name));
    }

    /// <summary>What has to become of the files.</summary>
    public enum Fate
    {
        /// <summary>Every file is read as it is, and moved.</summary>
        Taken,

        /// <summary>The bucket cannot be used: the run ends with 1.</summary>
        Failed,

        /// <summary>Nothing tells that this is the listed upload: it is left, with a reason.</summary>
        Left,

        /// <summary>Read as it is, and the original stays.</summary>
        NotMoved,
    }

    public static TheoryData<Misbehaviour, Fate, string> Cases => new()
    {
        { Misbehaviour.Nothing, Fate.Taken, "" },
        { Misbehaviour.ListingIsHtml, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsXhtml, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsEmpty, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsText, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsOtherXml, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsErrorWithStatus200, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsCutShort, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingIsCompressed, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingRedirects, Fate.Failed, "redirect (HTTP 302)" },
        { Misbehaviour.ListingRedirectsToAnotherServer, Fate.Failed, "redirect (HTTP 307)" },
        { Misbehaviour.ListingIsRefusedWithoutText, Fate.Failed, "(InvalidAccessKeyId, HTTP 403)" },
        { Misbehaviour.ListingIsRefusedWithoutBody, Fate.Failed, "HTTP 403" },
        { Misbehaviour.ListingNamesAnotherBucket, Fate.Failed, "lists bucket another instead of isptickets" },
        { Misbehaviour.ListingNamesAnotherPrefix, Fate.Failed, "lists another/ instead of automations/inc/changes/" },
        { Misbehaviour.ListingHasNoName, Fate.Failed, "answers, but not as an S3 store; check RUSTFS_ENDPOINT" },
        { Misbehaviour.ListingMiscounts, Fate.Failed, "says that it has 3 keys and has 2" },
        { Misbehaviour.ListingHasOtherKeys, Fate.Taken, "" },
        { Misbehaviour.PageHasNoToken, Fate.Taken, "" },
        { Misbehaviour.PageHasEmptyToken, Fate.Taken, "" },
        { Misbehaviour.PageHasNoTokenAndNoOrder, Fate.Failed, "neither a continuation token nor keys in order" },
        { Misbehaviour.PageSaysItIsTheLast, Fate.Taken, "" },
        { Misbehaviour.TokenRepeats, Fate.Failed, "goes on for ever" },
        { Misbehaviour.TokenIsNewAndPageRepeats, Fate.Failed, "goes on for ever" },
        { Misbehaviour.StartAfterIsIgnored, Fate.Failed, "goes on for ever" },
        { Misbehaviour.PagesAreEmptyForEver, Fate.Failed, "goes on for ever" },
        { Misbehaviour.PageIsEmptyOnce, Fate.Taken, "" },
        { Misbehaviour.KeyTwiceInAPage, Fate.Taken, "" },
        { Misbehaviour.KeyAgainOnTheNextPage, Fate.Taken, "" },
        { Misbehaviour.KeyTwiceWithOtherTag, Fate.Taken, "" },
        { Misbehaviour.SizeIsMissing, Fate.Taken, "" },
        { Misbehaviour.SizeIsZero, Fate.Taken, "" },
        { Misbehaviour.SizeIsTooSmall, Fate.Failed, "the store lists 47 bytes and sends 48" },
        { Misbehaviour.SizeIsTooLarge, Fate.Failed, "broke off at byte 48 of 49" },
        { Misbehaviour.TagIsNotListed, Fate.Taken, "" },
        { Misbehaviour.GhostIsListed, Fate.Left, "automations/inc/changes/2026-06-15T01-00-00.csv is listed, and the store has no such object" },
        { Misbehaviour.KeyIsNotEncoded, Fate.Taken, "" },
        { Misbehaviour.BodyBreaksOff, Fate.Taken, "" },
        { Misbehaviour.BodyEndsEarlyInChunks, Fate.Taken, "" },
        { Misbehaviour.BodyEndsEarlyAtClose, Fate.Taken, "" },
        { Misbehaviour.BodyEndsEarlyByLength, Fate.Taken, "" },
        { Misbehaviour.BodyIsNeverWholeInChunks, Fate.Failed, "broke off at byte 24 of 48, 5 times: the body ended 24 bytes early" },
        { Misbehaviour.BodyIsNeverWholeAtClose, Fate.Failed, "broke off at byte 24 of 48, 5 times" },
        { Misbehaviour.BodyIsNeverWholeByLength, Fate.Failed, "broke off at byte 24 of 48, 5 times" },
        { Misbehaviour.BodyIsEmpty, Fate.Failed, "broke off at byte 0 of 48, 5 times" },
        { Misbehaviour.BodyIsTooLong, Fate.Failed, "the store lists 48 bytes and sends 72" },
        { Misbehaviour.BodyIsTooLongInChunks, Fate.Failed, "the store lists 48 bytes and sends more" },
        { Misbehaviour.BodyIsTooLongAtClose, Fate.Failed, "the store lists 48 bytes and sends more" },
        { Misbehaviour.BodyIsEndless, Fate.Failed, "the store lists 48 bytes and sends more" },
        { Misbehaviour.BodyIsCompressed, Fate.Failed, "the store lists 48 bytes" },
        { Misbehaviour.RangeIsIgnored, Fate.Taken, "" },
        { Misbehaviour.RangeBeginsEarlier, Fate.Failed, "asked for the bytes from 24 on and sent those from 21 on" },
        { Misbehaviour.RangeBeginsLater, Fate.Failed, "asked for the bytes from 24 on and sent those from 27 on" },
        { Misbehaviour.RangeIsNotNamed, Fate.Failed, "sent a part of the object and did not say which" },
        { Misbehaviour.RangeIsOfAnotherWhole, Fate.Failed, "lists 48 bytes and sent a part of 55" },
        { Misbehaviour.RangeIsEmpty, Fate.Failed, "broke off at byte 24 of 48, 5 times" },
        { Misbehaviour.TagChangesBeforeRange, Fate.Left, "was replaced by another upload since it was listed" },
        { Misbehaviour.PartOfBodyUnasked, Fate.Failed, "asked for the bytes from 0 on and sent those from 24 on" },
        { Misbehaviour.WholeBodyAsPart, Fate.Taken, "" },
        { Misbehaviour.TagIsNotSent, Fate.Left, "comes without an ETag" },
        { Misbehaviour.TagIsAnother, Fate.Left, "was replaced by another upload since it was listed" },
        { Misbehaviour.TagIsWeak, Fate.Taken, "" },
        { Misbehaviour.TagIsUnquoted, Fate.Taken, "" },
        { Misbehaviour.ConditionIsRefusedWith400, Fate.Taken, "" },
        { Misbehaviour.ConditionIsRefusedWith412, Fate.Taken, "" },
        { Misbehaviour.ConditionIsRefusedWith501, Fate.Taken, "" },
        { Misbehaviour.ConditionIsIgnored, Fate.Taken, "" },
        { Misbehaviour.ObjectIsALoginPage, Fate.Left, "comes without an ETag" },
        { Misbehaviour.ObjectRedirects, Fate.Failed, "redirect (HTTP 302)" },
        { Misbehaviour.CopyIsAnErrorWithStatus200, Fate.NotMoved, "2026-06-15T11-00-00.csv" },
        { Misbehaviour.CopyCopiesNothing, Fate.NotMoved, "is not what was copied; the original stays" },
        { Misbehaviour.CopyCopiesLess, Fate.NotMoved, "the download broke off at byte 47 of 48, 5 times" },
        { Misbehaviour.CopyCopiesOtherBytes, Fate.NotMoved, "is not what was copied; the original stays" },
        { Misbehaviour.CopyHasAnotherTag, Fate.Taken, "" },
        { Misbehaviour.HeadAnswersForDeletedKeys, Fate.Taken, "" },
        { Misbehaviour.HeadKnowsNoKey, Fate.Taken, "" },
        { Misbehaviour.DeleteDoesNothing, Fate.NotMoved, "answers that it has deleted the object, and still has it" },
        { Misbehaviour.DeleteIsRefused, Fate.NotMoved, "Access Denied (AccessDenied, HTTP 403)" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _bucket.Dispose();
        await _store.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public void EveryMisbehaviourHasItsCase() =>
        Assert.Equal(Enum.GetValues<Misbehaviour>(), Cases.Select(row => row.Data.Item1).Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task NothingIsLostAndNothingInvented(Misbehaviour wrong, Fate fate, string reason)
    {
        _store.Misbehaves = () => wrong;
        _store.PutAndDelete(Processed + Names[0], ContentOf(Names[0]));

        var (met, said) = await TakeAllAsync();

        Assert.True(met == fate && said.Contains(reason, StringComparison.Ordinal), $"{met}: {said}");
        Assert.Equal(fate is Fate.Taken ? [] : Names, _store.Keys.Where(key => key.StartsWith(Changes, StringComparison.Ordinal)).Select(key => key[Changes.Length..]));
        Assert.All(Names, name => Assert.Equal(ContentOf(name), _store.ContentOf((fate is Fate.Taken ? Processed : Changes) + name)));
        Assert.Empty(_other.Requests);
    }

    [Fact]
    public async Task ACopyOfALaterUploadIsTakenBack()
    {
        _store.Misbehaves = () => Misbehaviour.ConditionIsIgnored;
        var listed = (await _bucket.ListAsync(Changes, Cancellation))[0];
        _store.Put(listed.Key, ContentOf("a later upload"));

        await Assert.ThrowsAsync<ObjectGoneException>(() => _bucket.MoveAsync(listed, Processed, Cancellation));

        Assert.Equal(ContentOf("a later upload"), _store.ContentOf(listed.Key));
        Assert.DoesNotContain(_store.Keys, key => key.StartsWith(Processed, StringComparison.Ordinal));
    }

    /// <summary>As a run does: everything is read before anything is moved.</summary>
    private async Task<(Fate Fate, string Reason)> TakeAllAsync()
    {
        IReadOnlyList<BucketObject> listed;
        try
        {
            listed = await _bucket.ListAsync(Changes, Cancellation);
            foreach (var file in listed)
                Assert.Equal(ContentOf(file.Key[Changes.Length..]), await ReadAsync(file));
        }
        catch (BucketException failed)
        {
            return (Fate.Failed, failed.Message);
        }
        catch (ObjectGoneException gone)
        {
            return (Fate.Left, gone.Message);
        }
        return await MoveAllAsync(listed);
    }

    private async Task<(Fate Fate, string Reason)> MoveAllAsync(IReadOnlyList<BucketObject> listed)
    {
        var reasons = new List<string>();
        foreach (var file in listed)
        {
            try
            {
                Assert.Equal(Processed + file.Key[Changes.Length..], await _bucket.MoveAsync(file, Processed, Cancellation));
            }
            catch (BucketException failed)
            {
                reasons.Add(failed.Message);
            }
        }
        Assert.Contains(reasons.Count, new[] { 0, listed.Count });
        return reasons.Count == 0 ? (Fate.Taken, "") : (Fate.NotMoved, reasons[0]);
    }

    private async Task<byte[]> ReadAsync(BucketObject file)
    {
        await using var content = await _bucket.OpenAsync(file, 0, Cancellation);
        using var all = new MemoryStream();
        await content.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }

    private static byte[] ContentOf(string name) => Encoding.UTF8.GetBytes($"ticket_id of {name}, and more.\n");
}
