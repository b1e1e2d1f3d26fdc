package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsSnippets {

  /**
   * Runs in a process whose environment sets the simulated provider as every provider's address.
   */
  public static void main(String[] args) {
    status();
  }

  private static void status() {
    try (var pool = ConnectionPool.ofDefaults();
        var openAi = OpenAi.fromEnv(pool)) {
      // @start region="warm"
      openAi.warmUp(4);
      // @end

      // @start region="status"
      PoolStatus status = pool.status();
      System.out.printf(
          "%d open, %d idle, %d running, %d waiting, the first for %d ms%n",
          status.openConnections(),
          status.idleConnections(),
          status.runningCalls(),
          status.queuedCalls(),
          status.longestWait().toMillis());
      // @end
    }
  }

  private static ConnectionPool network(Path authority, KeyStore keys, char[] password) {
    // @start region="network"
    var pool =
        ConnectionPool.builder()
            .tls(TlsSettings.system().withTrusted(authority).withClientKey(keys, password))
            .proxy(URI.create("http://user:password@proxy.example:3128"))
            .build();
    // @end
    return pool;
  }

  @Test
  void printsTheStatusOfAPool() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      assertThat(ChildJvm.run(provider, ConnectionsSnippets.class))
          .containsExactly("4 open, 4 idle, 0 running, 0 waiting, the first for 0 ms");
    }
  }

  @Test
  void configuresTheNetwork(@TempDir Path folder) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    try (var provider = SimulatedProvider.builder().tls().start()) {
      byte[] certificate = provider.certificate().getEncoded();
      String base64 = Base64.getMimeEncoder().encodeToString(certificate);
      Path authority = folder.resolve("authority.pem");
      Files.writeString(
          authority, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");

      network(authority, keys, new char[0]).close();
    }
  }
}
