using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace FleetTickets.EndToEndTests.Trouble;

/// <summary>How a server proves who it is, and what is wrong with that.</summary>
public enum Proof
{
    Good,
    Expired,

    /// <summary>Issued by somebody that nobody here knows.</summary>
    Foreign,

    /// <summary>Issued for another host.</summary>
    OtherHost,
}

/// <summary>A certificate authority of the tests' own; its root is what a client may be told to trust.</summary>
internal sealed class Authority : IDisposable
{
    public const string OtherHost = "other.example.org";

    private readonly X509Certificate2 _root = SelfSigned("CN=The tests' authority");
    private readonly X509Certificate2 _stranger = SelfSigned("CN=A stranger");
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ft-ca-");

    public Authority() => File.WriteAllText(RootFile, _root.ExportCertificatePem());

    /// <summary>The root in PEM form.</summary>
    public string RootFile => Path.Combine(_folder.FullName, "root.crt");

    /// <summary>A server's certificate with its key.</summary>
    public X509Certificate2 Issue(IPAddress host, Proof proof)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=A server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (proof is Proof.OtherHost)
            names.AddDnsName(OtherHost);
        else
            names.AddIpAddress(host);
        request.CertificateExtensions.Add(names.Build());

        var issuer = proof is Proof.Foreign ? _stranger : _root;
        var end = proof is Proof.Expired ? issuer.NotBefore.AddDays(1) : issuer.NotAfter;
        using var certificate = request.Create(issuer, issuer.NotBefore, end, RandomNumberGenerator.GetBytes(8));
        return certificate.CopyWithPrivateKey(key);
    }

    public void Dispose()
    {
        _root.Dispose();
        _stranger.Dispose();
        _folder.Delete(recursive: true);
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        var today = DateTimeOffset.UtcNow.Date;
        return request.CreateSelfSigned(today.AddDays(-10), today.AddDays(10));
    }
}
