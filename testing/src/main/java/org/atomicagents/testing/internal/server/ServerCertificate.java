package org.atomicagents.testing.internal.server;

import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * What a server shows that it is: a certificate of an authority of its own.
 *
 * @param authority what vouches for the certificate
 * @param context what the server's connections are made with
 */
record ServerCertificate(X509Certificate authority, SSLContext context) {
  /** The host as which the certificate is good for every name of the loopback address. */
  static final String LOCAL = "localhost";

  // A server that runs for weeks must not grow too old; nobody is to trust it for longer.
  private static final long DAYS = 365;

  static ServerCertificate of(String host) {
    HeldCertificate authority =
        new HeldCertificate.Builder()
            .commonName("Authority of a simulated provider")
            .certificateAuthority(0)
            .duration(DAYS, TimeUnit.DAYS)
            .build();
    HeldCertificate shown = serverCertificate(host, authority);
    HandshakeCertificates handshake =
        new HandshakeCertificates.Builder().heldCertificate(shown, authority.certificate()).build();
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
