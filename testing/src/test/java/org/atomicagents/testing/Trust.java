package org.atomicagents.testing;

import okhttp3.tls.HandshakeCertificates;

/** What a client has to trust to speak to a provider. */
final class Trust {

  private Trust() {}

  static HandshakeCertificates of(SimulatedProvider provider) {
    return new HandshakeCertificates.Builder()
        .addTrustedCertificate(provider.certificate())
        .build();
  }
}
