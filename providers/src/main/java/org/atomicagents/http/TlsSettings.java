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
 * Whom a client trusts behind {@code https}, and who it says that it is itself.
 *
 * <p>Certificates are always checked, and the host's name with them; there is no way to switch that
 * off. Immutable and thread-safe; a copy for each change.
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

  /** Trusts whom the Java platform trusts, and shows no certificate of its own. */
  public static TlsSettings system() {
    return SYSTEM;
  }

  /**
   * Trusts the certificates in a PEM file as well, such as that of a company's own authority.
   *
   * @throws ConfigurationException if the file can't be read or holds no certificate
   */
  public TlsSettings withTrusted(Path pem) {
    try (InputStream in = Files.newInputStream(pem)) {
      X509Certificate[] found =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toArray(X509Certificate[]::new);
      if (found.length == 0) {
        throw ConfigurationException.of(
            pem + " holds no certificate.\nExpected PEM: -----BEGIN CERTIFICATE-----.");
      }
      return withTrusted(found);
    } catch (IOException e) {
      throw ConfigurationException.of("The certificates in %s can't be read: %s".formatted(pem, e));
    } catch (CertificateException e) {
      throw ConfigurationException.of(
          "%s: expected certificates in PEM, found something else (%s)."
              .formatted(pem, e.getMessage()));
    }
  }

  /** Trusts these certificates as well: authorities, or servers that have signed their own. */
  public TlsSettings withTrusted(X509Certificate... certificates) {
    var all = new ArrayList<>(trusted);
    all.addAll(List.of(certificates));
    return new TlsSettings(List.copyOf(all), clientKeys, password);
  }

  /** Shows a server that asks a certificate of this store; the password is that of its keys. */
  public TlsSettings withClientKey(KeyStore keys, char[] newPassword) {
    return new TlsSettings(trusted, keys, newPassword.clone());
  }

  /** Whom it trusts, in the form that sockets want. */
  public X509TrustManager trustManager() {
    try {
      X509TrustManager system = trustManager(null);
      return trusted.isEmpty() ? system : trustManager(storeOf(system));
    } catch (GeneralSecurityException | IOException e) {
      throw ConfigurationException.of("TLS can't be set up: " + e.getMessage());
    }
  }

  /**
   * All of it, in the form that sockets want.
   *
   * @param trust what {@link #trustManager()} gave
   * @throws ConfigurationException if the client's key can't be read with its password
   */
  public SSLContext context(X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(), new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw ConfigurationException.of("TLS can't be set up: " + e.getMessage());
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

  private KeyStore storeOf(X509TrustManager system) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    var all = new ArrayList<>(List.of(system.getAcceptedIssuers()));
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
