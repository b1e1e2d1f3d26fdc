package org.atomicagents.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import okhttp3.tls.HandshakeCertificates;

/** TLS connections that trust the certificate of a provider. */
final class TrustedCertificates {

  private TrustedCertificates() {}

  static HandshakeCertificates of(SimulatedProvider provider) {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(provider.certificate())
        .build();
  }

  /** Connects to a provider; with TLS, if enabled, and then with this ALPN protocol. */
  static Socket connect(SimulatedProvider provider, String protocol) throws IOException {
    int port = provider.baseUrl().getPort();
    if (provider.baseUrl().getScheme().equals("http")) {
      return withTimeout(new Socket(InetAddress.getLoopbackAddress(), port));
    }
    SSLSocket socket =
        (SSLSocket)
            of(provider).sslSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(new String[] {protocol});
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    if (!socket.getApplicationProtocol().equals(protocol)) {
      throw new AssertionError("The server chose " + socket.getApplicationProtocol());
    }
    return withTimeout(socket);
  }

  private static Socket withTimeout(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    socket.setTcpNoDelay(true);
    return socket;
  }
}
