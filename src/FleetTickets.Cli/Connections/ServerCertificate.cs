using System.Globalization;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace FleetTickets.Cli.Connections;

/// <summary>The check of a server's certificate as verify-ca and verify-full ask for it, with the reason where it refuses.</summary>
/// <param name="roots">Whom to trust; null for the roots of this machine.</param>
/// <param name="mustNameTheHost">Refuse a certificate for another host.</param>
internal sealed class ServerCertificate(X509Certificate2Collection? roots, bool mustNameTheHost)
{
    private const X509ChainStatusFlags UnknownIssuer = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>Makes the check part of a connection; a refused one fails with an <see cref="AuthenticationException"/> that says why.</summary>
    public void Require(SslClientAuthenticationOptions options)
    {
        if (roots is not null)
        {
            // As in libpq, without a list of revoked certificates there is none to ask for.
            options.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
            };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        }
        options.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => Check(certificate as X509Certificate2, chain, errors);
    }

    private bool Check(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!mustNameTheHost)
            errors &= ~SslPolicyErrors.RemoteCertificateNameMismatch;
        return errors is SslPolicyErrors.None
            ? true
            : throw new AuthenticationException(
                $"the server's certificate is refused: {Reason(certificate, chain, errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))}");
    }

    private static string Reason(X509Certificate2? certificate, X509Chain? chain, bool isForAnother)
    {
        var problems = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return certificate switch
        {
            null => "it shows none",
            _ when isForAnother => $"it is not for this host but for {string.Join(", ", NamesOf(certificate))}",
            _ when problems.HasFlag(X509ChainStatusFlags.NotTimeValid) =>
                string.Create(CultureInfo.InvariantCulture, $"it is valid from {certificate.NotBefore:yyyy-MM-dd} to {certificate.NotAfter:yyyy-MM-dd} only"),
            _ when (problems & UnknownIssuer) != 0 => $"its issuer, {certificate.Issuer}, is not trusted here",
            _ => $"{problems}",
        };
    }

    private static IEnumerable<string> NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        return names.Count == 0
            ? [certificate.Subject]
            : names.SelectMany(name => name.EnumerateDnsNames().Concat(name.EnumerateIPAddresses().Select(address => $"{address}")));
    }
}
