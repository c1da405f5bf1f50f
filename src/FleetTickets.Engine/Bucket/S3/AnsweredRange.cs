using System.Net;
using System.Net.Http.Headers;
using Amazon.S3.Model;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>The bytes of an object that an answer says it contains.</summary>
/// <param name="IsPart">A range was sent; otherwise the whole object.</param>
/// <param name="From">The offset of the first one; null when the answer does not say.</param>
/// <param name="Total">The size of the whole object; null when the answer does not say.</param>
internal readonly record struct AnsweredRange(bool IsPart, long? From, long? Total)
{
    public static AnsweredRange Of(GetObjectResponse answer) => answer.HttpStatusCode is HttpStatusCode.PartialContent
        ? ContentRangeHeaderValue.TryParse(answer.ContentRange, out var range) ? new(true, range.From, range.Length) : new(true, null, null)
        // Without a length the body ends with the connection, or comes in chunks.
        : new(false, 0, answer.Headers.ContentLength is >= 0 and var length ? length : null);

    /// <summary>Why these are not the bytes from <paramref name="offset"/> on of an object of that size; null when they are, or come with all before them.</summary>
    public string? ProblemAt(long offset, long size) => this switch
    {
        { From: null } => "the store sent a part of the object and did not say which",
        { IsPart: true } when From != offset => $"the store was asked for the bytes from {offset} on and sent those from {From} on",
        { IsPart: true, Total: { } total } when total != size => $"the store lists {size} bytes and sent a part of {total}",
        { Total: { } total } when total > size => $"the store lists {size} bytes and sends {total}",
        _ => null,
    };
}
