namespace FleetTickets.TestServers;

/// <summary>What a store does that no store should, each seen on a real one or behind a real proxy.</summary>
public enum Misbehaviour
{
    Nothing,

    // Answers of something that is no store, or of one that refuses.
    ListingIsHtml,
    ListingIsXhtml,
    ListingIsEmpty,
    ListingIsText,
    ListingIsOtherXml,
    ListingIsErrorWithStatus200,
    ListingIsCutShort,
    ListingIsCompressed,
    ListingRedirects,
    ListingRedirectsToAnotherServer,
    ListingIsRefusedWithoutText,
    ListingIsRefusedWithoutBody,

    // Listings of something else.
    ListingNamesAnotherBucket,
    ListingNamesAnotherPrefix,
    ListingHasNoName,
    ListingMiscounts,
    ListingHasOtherKeys,

    // Listings that do not lead to their end. Pages hold two keys.
    PageHasNoToken,
    PageHasEmptyToken,
    PageHasNoTokenAndNoOrder,
    PageSaysItIsTheLast,
    TokenRepeats,
    TokenIsNewAndPageRepeats,
    StartAfterIsIgnored,
    PagesAreEmptyForEver,
    PageIsEmptyOnce,

    // Entries that are wrong.
    KeyTwiceInAPage,
    KeyAgainOnTheNextPage,
    KeyTwiceWithOtherTag,
    SizeIsMissing,
    SizeIsZero,
    SizeIsTooSmall,
    SizeIsTooLarge,
    TagIsNotListed,
    GhostIsListed,
    KeyIsNotEncoded,

    // Bodies that end early once and go on by a range, and ones that are never whole.
    BodyBreaksOff,
    BodyEndsEarlyInChunks,
    BodyEndsEarlyAtClose,
    BodyEndsEarlyByLength,
    BodyIsNeverWholeInChunks,
    BodyIsNeverWholeAtClose,
    BodyIsNeverWholeByLength,
    BodyIsEmpty,

    // Bodies that are longer.
    BodyIsTooLong,
    BodyIsTooLongInChunks,
    BodyIsTooLongAtClose,
    BodyIsEndless,
    BodyIsCompressed,

    // After a body that broke off.
    RangeIsIgnored,
    RangeBeginsEarlier,
    RangeBeginsLater,
    RangeIsNotNamed,
    RangeIsOfAnotherWhole,
    RangeIsEmpty,
    TagChangesBeforeRange,

    // Parts that nobody asked for.
    PartOfBodyUnasked,
    WholeBodyAsPart,

    // Tags and conditions.
    TagIsNotSent,
    TagIsAnother,
    TagIsWeak,
    TagIsUnquoted,
    ConditionIsRefusedWith400,
    ConditionIsRefusedWith412,
    ConditionIsRefusedWith501,
    ConditionIsIgnored,

    // Objects that are something else.
    ObjectIsALoginPage,
    ObjectRedirects,

    // Moves.
    CopyIsAnErrorWithStatus200,
    CopyCopiesNothing,
    CopyCopiesLess,
    CopyCopiesOtherBytes,
    CopyHasAnotherTag,
    HeadAnswersForDeletedKeys,
    HeadKnowsNoKey,
    DeleteDoesNothing,
    DeleteIsRefused,
}
