using System.Globalization;
using System.Net;
using System.Security.Authentication;
using System.Xml;
using Amazon.Runtime;
using Amazon.S3;

namespace FleetTickets.Engine.Bucket.S3;

/// <summary>Why a call to a store failed, in words for a person.</summary>
internal static class S3Failure
{
    /// <summary>Also ends the message about an answer that the SDK accepted.</summary>
    public const string NoStore = "the server answers, but not as an S3 store; check RUSTFS_ENDPOINT";

    public static string Reason(Exception failure) => failure switch
    {
        AmazonUnmarshallingException or XmlException => NoStore,
        // An error of the listing that calls itself a success.
        AmazonS3Exception { StatusCode: HttpStatusCode.OK } => $"{NoStore}. It says: {failure.Message}",
        AmazonS3Exception { StatusCode: >= HttpStatusCode.Ambiguous and < HttpStatusCode.BadRequest } redirect =>
            $"the server answers with a redirect (HTTP {(int)redirect.StatusCode}), which is not followed; check RUSTFS_ENDPOINT",
        AmazonS3Exception { StatusCode: not 0 } answer => Answer(answer),
        // HTTP's own message about a failed handshake only points to the one within.
        _ when failure.GetBaseException() is AuthenticationException refused =>
            $"{refused.Message.TrimEnd('.')}. Check that the store speaks TLS, its certificate's dates and names, and whether this machine trusts the issuer",
        _ => failure.Message,
    };

    /// <summary>Ceph, and the clouds that run it, send a code without a text.</summary>
    private static string Answer(AmazonS3Exception answer)
    {
        var code = string.IsNullOrWhiteSpace(answer.ErrorCode) ? "" : $"{answer.ErrorCode}, ";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(string.IsNullOrWhiteSpace(answer.Message) ? "refused" : answer.Message.Trim())} ({code}HTTP {(int)answer.StatusCode}){Advice(answer)}");
    }

    private static string Advice(AmazonS3Exception answer) => (answer.ErrorCode, answer.StatusCode) switch
    {
        ("NoSuchBucket", _) => "; check TICKETS_BUCKET",
        ("InvalidAccessKeyId", _) => "; check RUSTFS_ACCESS_KEY",
        ("SignatureDoesNotMatch", _) => "; check RUSTFS_SECRET_KEY and RUSTFS_REGION",
        ("RequestTimeTooSkewed", _) => "; check this machine's clock",
        ("AuthorizationHeaderMalformed", _) => "; check RUSTFS_REGION",
        (_, HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden) => "; check what the key in RUSTFS_ACCESS_KEY may do in TICKETS_BUCKET",
        _ => "",
    };
}
