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
 * A key with a certificate for this machine's loopback address, in a file that a server shows and
 * its clients trust.
 */
public record LocalhostCertificate(Path file) implements AutoCloseable {
  // It guards nothing: the file is made for one run, and its address is the loopback's.
  private static final String PASSWORD = "benchmark";

  /** A new one, in a file of its own. */
  public static LocalhostCertificate create() throws IOException {
    Path file = Files.createTempDirectory("benchmarks-key").resolve("local.p12");
    Process keytool = new ProcessBuilder(command(file)).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!Files.exists(file)) {
      throw new IOException("keytool made no key: " + said);
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

  /** What a JVM is started with that trusts it, and nothing else. */
  public List<String> trustFlags() {
    return List.of(
        "-Djavax.net.ssl.trustStore=" + file, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
  }

  /** What a server's connections are made with. */
  SSLContext context() throws IOException {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(
          KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("The key in " + file + " can't be used", e);
    }
  }

  @Override
  public void close() throws IOException {
    Files.delete(file);
    Files.delete(file.toAbsolutePath().getParent());
  }
}
