package org.atomicagents.benchmarks.stub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key store file with a key and a self-signed certificate for the loopback address, used by a
 * server and trusted by its clients.
 */
public record LocalhostCertificate(Path file) implements AutoCloseable {
  // Not a secret: the file is created for one run and is valid for the loopback address only.
  private static final String PASSWORD = "benchmark";

  /** Returns a new certificate in a new file. */
  public static LocalhostCertificate create() throws IOException {
    Path file = Files.createTempDirectory("benchmarks-key").resolve("local.p12");
    Process keytool = new ProcessBuilder(command(file)).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      throw new IOException("keytool created no key: " + output);
    }
    return new LocalhostCertificate(file);
  }

  private static List<String> command(Path file) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
        "-genkeypair",
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-alias",
        "local",
        "-storetype",
        "PKCS12",
        "-storepass",
        PASSWORD,
        "-keystore",
        file.toString());
  }

  /** Returns the JVM flags with which a client trusts this certificate and no other. */
  public List<String> trustFlags() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** Returns the TLS context of the server. */
  SSLContext context() throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(
          KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("cannot read the key in " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
    Files.delete(file.toAbsolutePath().getParent());
  }
}
