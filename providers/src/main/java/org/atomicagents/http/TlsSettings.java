package org.atomicagents.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.atomicagents.error.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The trusted certificates and the client certificate of {@code https} connections.
 *
 * <p>Server certificates and host names are always verified; verification cannot be disabled.
 * Immutable and thread-safe.
 */
public final class TlsSettings {
  private static final TlsSettings SYSTEM = new TlsSettings(List.of(), null, null);

  private final List<X509Certificate> trusted;
  private final @Nullable KeyStore clientKeys;
  private final char @Nullable [] password;

  private TlsSettings(
      List<X509Certificate> trusted, @Nullable KeyStore clientKeys, char @Nullable [] password) {
    this.trusted = trusted;
    this.clientKeys = clientKeys;
    this.password = password;
  }

  /**
   * Returns settings with the trusted certificates of the Java platform and no client certificate.
   */
  public static TlsSettings system() {
    return SYSTEM;
  }

  /**
   * Returns a copy that also trusts the certificates in a PEM file, for example the certificate of
   * a company's own authority.
   *
   * @throws ConfigurationException if the file cannot be read or contains no certificate
   */
  public TlsSettings withTrusted(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      X509Certificate[] certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (certificates.length == 0) {
        throw ConfigurationException.of(
            pem + " contains no certificate.\nExpected PEM: -----BEGIN CERTIFICATE-----.");
      }
      return withTrusted(certificates);
    } catch (IOException e) {
      throw ConfigurationException.of(
          "Could not read the certificates in %s: %s".formatted(pem, e));
    } catch (CertificateException e) {
      throw ConfigurationException.of(
          "%s: expected certificates in PEM, found something else (%s)."
              .formatted(pem, e.getMessage()));
    }
  }

  /** Returns a copy that also trusts the given certificates of authorities or servers. */
  public TlsSettings withTrusted(X509Certificate... certificates) {
    var all = new ArrayList<>(trusted);
    all.addAll(List.of(certificates));
    return new TlsSettings(List.copyOf(all), clientKeys, password);
  }

  /**
   * Returns a copy that presents a certificate of the given key store to servers that request one.
   *
   * @param keyPassword the password of the keys in the store
   */
  public TlsSettings withClientKey(KeyStore keys, char[] keyPassword) {
    return new TlsSettings(trusted, keys, keyPassword.clone());
  }

  /**
   * Returns a trust manager for these settings.
   *
   * @throws ConfigurationException if the platform cannot create it
   */
  public X509TrustManager trustManager() {
    try {
      X509TrustManager system = trustManager(null);
      return trusted.isEmpty() ? system : trustManager(keyStoreOf(system));
    } catch (GeneralSecurityException | IOException e) {
      throw ConfigurationException.of("Could not set up TLS: " + e.getMessage());
    }
  }

  /**
   * Returns an SSL context for these settings.
   *
   * @param trustManager the result of {@link #trustManager()}
   * @throws ConfigurationException if the client's key cannot be read with its password
   */
  public SSLContext context(X509TrustManager trustManager) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), new TrustManager[] {trustManager}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw ConfigurationException.of("Could not set up TLS: " + e.getMessage());
    }
  }

  private KeyManager @Nullable [] keyManagers() throws GeneralSecurityException {
    if (clientKeys == null) {
      return null;
    }
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(clientKeys, password);
    return factory.getKeyManagers();
  }

  private KeyStore keyStoreOf(X509TrustManager systemTrust)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var all = new ArrayList<>(List.of(systemTrust.getAcceptedIssuers()));
    all.addAll(trusted);
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("trusted-" + i, all.get(i));
    }
    return store;
  }

  private static X509TrustManager trustManager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("the platform has no X.509 trust manager");
  }
}
