package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.http.RequiresHttp2;
import org.atomicagents.internal.http.TunnelProxy;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests that no log at any level and no exception, including its causes, contains a secret. */
@Timeout(60)
class SecretRedactionTest {
  private static final String KEY = "sk-secret-0123456789";
  private static final String HEADER = "token-secret-0123456789";
  private static final String QUERY = "query-secret";
  private static final String USER_INFO = "me:info-secret";
  private static final String PROXY = "user:proxy-secret";
  private static final String PROXY_BASIC = "Basic dXNlcjpwcm94eS1zZWNyZXQ=";
  private static final List<String> SECRETS =
      List.of(
          KEY,
          HEADER,
          QUERY,
          "info-secret",
          "proxy-secret",
          "dXNlcjpwcm94eS1zZWNyZXQ=",
          "bWU6aW5mby1zZWNyZXQ=");
  private static final String JSON = "application/json";
  private static final String COMPLETE =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

  // A logger that is not referenced may be collected, and loses its level.
  private final List<Logger> loggers =
      Stream.of(
              "",
              "okhttp3",
              "okhttp3.OkHttpClient",
              "okhttp3.internal.concurrent.TaskRunner",
              "okhttp3.internal.http2.Http2",
              "javax.net.ssl",
              "jdk.event.security",
              "jdk.internal.httpclient.debug",
              "org.atomicagents")
          .map(Logger::getLogger)
          .toList();

  private final List<Level> levels = loggers.stream().map(Logger::getLevel).toList();
  private final Recorder log = new Recorder();
  private final StringBuilder output = new StringBuilder();

  private static final class Recorder extends Handler {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final SimpleFormatter formatter = new SimpleFormatter();

    // The test server logs the requests that it receives; these logs are not the library's.
    @Override
    public void publish(LogRecord logRecord) {
      if (!String.valueOf(logRecord.getLoggerName()).startsWith("mockwebserver3")) {
        lines.add(logRecord.getLoggerName() + " " + formatter.format(logRecord));
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void startRecording() {
    log.setLevel(Level.ALL);
    loggers.getFirst().addHandler(log);
    loggers.forEach(logger -> logger.setLevel(Level.ALL));
  }

  @AfterEach
  void stopRecording() {
    loggers.getFirst().removeHandler(log);
    for (int i = 0; i < loggers.size(); i++) {
      loggers.get(i).setLevel(levels.get(i));
    }
  }

  @Test
  void isCompleteOverHttp1() {
    try (var server = LoopbackServer.start(SecretRedactionTest::respond);
        var pool = ConnectionPool.ofDefaults()) {
      useAllOperations(pool, server.uri("").toString());
    }

    assertNoSecretRevealed("okhttp3.internal.concurrent.TaskRunner");
  }

  @Test
  @RequiresHttp2
  void isCompleteOverHttp2() throws Exception {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    try (var server = startTlsServer(certificate);
        var pool = ConnectionPool.builder().tls(trusting(certificate)).build()) {
      useAllOperations(pool, "https://localhost:" + server.getPort());
    }

    assertNoSecretRevealed("okhttp3.internal.http2.Http2");
    assertThat(log.lines.toString()).contains("HEADERS");
  }

  @Test
  void isCompleteOverAProxy() {
    try (var proxy = LoopbackServer.start(SecretRedactionTest::respond);
        var pool = proxyPool(proxy.uri("").getPort()).build()) {
      useAllOperations(pool, "http://models.invalid");
    }

    assertNoSecretRevealed("okhttp3.internal.concurrent.TaskRunner");
  }

  @Test
  @RequiresHttp2
  void isCompleteOverATunnel() throws Exception {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    try (var server = startTlsServer(certificate);
        var proxy = TunnelProxy.wanting(PROXY_BASIC);
        var pool = proxyPool(proxy.port()).tls(trusting(certificate)).build()) {
      useAllOperations(pool, "https://localhost:" + server.getPort());
      assertThat(proxy.heads()).isNotEmpty();
    }

    assertNoSecretRevealed("okhttp3.internal.http2.Http2");
  }

  @Test
  void isCompleteIfATunnelIsRefused() throws Exception {
    try (var proxy = TunnelProxy.wanting("something else");
        var pool = proxyPool(proxy.port()).build()) {
      useAllOperations(pool, "https://localhost:1");
      assertThat(proxy.heads()).isNotEmpty();
    }

    assertNoSecretRevealed("okhttp3.internal.concurrent.TaskRunner");
  }

  @Test
  void isCompleteIfServersAreUnreachableOrUntrusted() throws Exception {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    try (var server = startTlsServer(certificate);
        var pool = ConnectionPool.ofDefaults()) {
      useAllOperations(pool, "https://localhost:" + server.getPort());
      useAllOperations(pool, "http://127.0.0.1:1");
      useAllOperations(pool, "http://models.invalid");
    }

    assertNoSecretRevealed("okhttp3.internal.concurrent.TaskRunner");
  }

  private void assertNoSecretRevealed(String... expectedLoggers) {
    assertThat(log.lines.toString()).contains(expectedLoggers);
    for (String secret : SECRETS) {
      assertThat(log.lines).noneMatch(line -> line.contains(secret));
      assertThat(output.toString()).doesNotContain(secret);
    }
  }

  /** Sends complete, streamed, refused and aborted calls with all kinds of secrets. */
  private void useAllOperations(ConnectionPool pool, String server) {
    for (String path : List.of("/ok", "/refused", "/cut")) {
      URI address =
          URI.create(server.replace("://", "://" + USER_INFO + "@") + path + "?key=" + QUERY);
      try (var client =
          OpenAi.builder(Provider.of("test", address))
              .apiKey(ApiKey.of(KEY))
              .header("X-Token", HEADER)
              .pool(pool)
              .build()) {
        record(client, () -> send(client, false));
        record(client, () -> send(client, true));
        record(client, () -> client.models(Duration.ofSeconds(20)));
        record(client, () -> client.warmUp(1));
      }
    }
  }

  private void record(OpenAi client, Runnable work) {
    output.append(client).append(client.identity()).append(client.model("m"));
    try {
      work.run();
    } catch (Exception e) {
      var text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      output.append(e).append(text);
    }
  }

  private static void send(OpenAi client, boolean stream) {
    var request = ModelRequest.of("m", List.of(Message.user("Hello"))).withStream(stream);
    try (var exchange = client.open(request, RunContext.standalone())) {
      CollectedResponse.of(exchange);
    }
  }

  // A server that echoes the secrets of the request.
  private static void respond(LoopbackServer.Received request, LoopbackServer.Client client)
      throws IOException {
    if (request.path().contains("/cut")) {
      client.hangUp();
    } else if (request.path().contains("/refused")) {
      client.respond(401, JSON, echo(), "Set-Cookie: " + KEY, "Location: http://h/" + KEY);
    } else {
      client.respond(200, JSON, request.method().equals("HEAD") ? "" : COMPLETE);
    }
  }

  private static MockWebServer startTlsServer(HeldCertificate certificate) throws IOException {
    var server = new MockWebServer();
    server.useHttps(
        new HandshakeCertificates.Builder()
            .heldCertificate(certificate)
            .build()
            .sslSocketFactory());
    server.setDispatcher(new Echo());
    server.start();
    return server;
  }

  private static final class Echo extends Dispatcher {
    @Override
    public MockResponse dispatch(RecordedRequest request) {
      var response = new MockResponse.Builder().setHeader("Content-Type", JSON);
      String path = request.getTarget();
      if (path.contains("/cut")) {
        return response.onResponseStart(new SocketEffect.CloseStream(2)).body(COMPLETE).build();
      }
      return path.contains("/refused")
          ? response.code(401).body(echo()).build()
          : response.body(COMPLETE).build();
    }
  }

  private static String echo() {
    return "{\"error\":{\"message\":\"Bad key " + KEY + " or " + HEADER + "\"}}";
  }

  private static TlsSettings trusting(HeldCertificate certificate) {
    return TlsSettings.system().withTrusted(certificate.certificate());
  }

  private static ConnectionPool.Builder proxyPool(int port) {
    return ConnectionPool.builder().proxy(URI.create("http://" + PROXY + "@127.0.0.1:" + port));
  }
}
