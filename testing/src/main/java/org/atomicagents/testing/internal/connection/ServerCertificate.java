package org.atomicagents.testing.internal.connection;

import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * The TLS certificate of a server, signed by a generated authority.
 *
 * @param authority the authority that signed the certificate
 * @param context the TLS context of the server
 */
public record ServerCertificate(X509Certificate authority, SSLContext context) {
  /** The host whose certificate is valid for every name of the loopback address. */
  public static final String LOCAL = "localhost";

  // Long enough for a server that runs for weeks, without a certificate that is valid for ever.
  private static final long DAYS = 365;

  /** Returns a new certificate for a host, with a new authority. */
  public static ServerCertificate of(String host) {
    HeldCertificate authority =
        new HeldCertificate.Builder()
            .commonName("Authority of a simulated provider")
            .certificateAuthority(0)
            .duration(DAYS, TimeUnit.DAYS)
            .build();
    HeldCertificate certificate = serverCertificate(host, authority);
    HandshakeCertificates handshake =
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate, authority.certificate())
            .build();
    return new ServerCertificate(authority.certificate(), handshake.sslContext());
  }

  private static HeldCertificate serverCertificate(String host, HeldCertificate authority) {
    var builder =
        new HeldCertificate.Builder()
            .commonName(host)
            .addSubjectAlternativeName(host)
            .duration(DAYS, TimeUnit.DAYS)
            .signedBy(authority);
    if (host.equals(LOCAL)) {
      builder.addSubjectAlternativeName("127.0.0.1").addSubjectAlternativeName("::1");
    }
    return builder.build();
  }
}
