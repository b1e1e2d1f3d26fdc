package org.atomicagents.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import org.atomicagents.AtomicAgent;
import org.atomicagents.BasicChatInput;
import org.atomicagents.RunOptions;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.openai.Provider;
import org.atomicagents.testing.SimulatedProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionsSnippets {

  /** Run in a process in which the environment names a simulated provider everywhere. */
  public static void main(String[] args) {
    shared();
    status();
  }

  private static void shared() {
    // @start region="shared"
    try (var pool =
            ConnectionPool.builder()
                .maxConnections(500)
                .maxPerHost(200)
                .firstByteTimeout(Duration.ofSeconds(60))
                .build();
        var openAi = OpenAi.fromEnv(pool);
        var groq = OpenAi.fromEnv(Provider.GROQ, pool)) {
      var agent = AtomicAgent.of(openAi.model("gpt-5-mini"));
      var question = new BasicChatInput("hello");
      agent.run(question);
      agent.run(question, RunOptions.defaults().withModel(groq.model("llama-3.3-70b-versatile")));
    }
    // @end
  }

  private static void status() {
    try (var pool = ConnectionPool.ofDefaults();
        var openAi = OpenAi.fromEnv(pool)) {
      // @start region="warm"
      openAi.warmUp(4);
      // @end

      // @start region="status"
      PoolStatus now = pool.status();
      System.out.printf(
          "%d open, %d idle, %d running, %d waiting, the first for %d ms%n",
          now.openConnections(),
          now.idleConnections(),
          now.runningCalls(),
          now.queuedCalls(),
          now.longestWait().toMillis());
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
  void sharesAPoolAndTellsHowItIsDoing() throws Exception {
    try (var provider = SimulatedProvider.start()) {
      assertThat(ChildJvm.run(provider, ConnectionsSnippets.class))
          .containsExactly("4 open, 4 idle, 0 running, 0 waiting, the first for 0 ms");
    }
  }

  @Test
  void setsUpTheNetwork(@TempDir Path folder) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    try (var provider = SimulatedProvider.builder().tls().start()) {
      byte[] certificate = provider.certificate().getEncoded();
      String text = Base64.getMimeEncoder().encodeToString(certificate);
      Path authority = folder.resolve("authority.pem");
      Files.writeString(
          authority, "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");

      network(authority, keys, new char[0]).close();
    }
  }
}
