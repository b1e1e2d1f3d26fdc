package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.util.Throwables.getStackTrace;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the key is sent to its server only, and that no server can exhaust or misuse the
 * client.
 */
@Timeout(60)
class SecurityTest {
  private static final String KEY = "sk-secret-0123456789";
  private static final String JSON = "application/json";
  private static final String COMPLETE =
      "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}";

  /** A response that starts with {@code head} and repeats {@code chunk} endlessly. */
  private record Endless(String head, String chunk) {}

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void noRedirectIsFollowedToAnotherHostPortSchemeOrPath(int status) throws Exception {
    try (var other = LoopbackServer.answering(200, JSON, COMPLETE)) {
      int port = other.uri("").getPort();
      for (String target :
          List.of(
              "http://localhost:" + port + "/v1",
              "http://127.0.0.1:" + port + "/v1",
              "https://127.0.0.1:" + port + "/v1",
              "//localhost:" + port + "/v1",
              "/elsewhere")) {
        assertNotFollowed(status, target);
      }
      assertThat(other.connections()).isZero();
    }
  }

  private static void assertNotFollowed(int status, String target) throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(status, JSON, COMPLETE, "Location: " + target));
        var client = client(server.uri("/v1"))) {
      for (boolean stream : List.of(true, false)) {
        assertThat(catchThrowable(() -> send(client, stream)))
            .isInstanceOf(TransportException.class)
            .hasMessageStartingWith("test returned status " + status + " with a redirect to ");
        assertThat(server.takeRequest().headers()).containsEntry("authorization", "Bearer " + KEY);
      }
      assertThat(catchThrowable(() -> client.models(Duration.ofSeconds(9))))
          .isInstanceOf(TransportException.class);
      server.takeRequest();
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void noRedirectIsFollowedOutOfTls() throws Exception {
    var certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost").build();
    var handshake = new HandshakeCertificates.Builder().heldCertificate(certificate).build();
    try (var other = LoopbackServer.answering(200, JSON, COMPLETE);
        var server = new MockWebServer();
        var pool =
            ConnectionPool.builder()
                .tls(TlsSettings.system().withTrusted(certificate.certificate()))
                .build()) {
      server.useHttps(handshake.sslSocketFactory());
      String target = other.uri("/v1").toString();
      server.enqueue(new MockResponse.Builder().code(308).setHeader("Location", target).build());
      server.start();
      URI address = URI.create("https://localhost:" + server.getPort() + "/v1");

      assertThat(catchThrowable(() -> send(builder(address).pool(pool).build(), true)))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining("Redirects are not followed");
      assertThat(other.connections()).isZero();
    }
  }

  @Test
  void cookiesAreNeverSentBack() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(
                    200, JSON, COMPLETE, "Set-Cookie: a=1; Path=/", "Set-Cookie2: b=2"));
        var client = client(server.uri("/v1"))) {
      for (int i = 0; i < 3; i++) {
        send(client, false);
        assertThat(server.takeRequest().headers()).doesNotContainKeys("cookie", "cookie2");
      }
    }
  }

  @Test
  void anAuthenticationChallengeIsIgnored() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(401, JSON, "{}", "WWW-Authenticate: Basic realm=\"x\""));
        var client = client(withUserInfo(server.uri("/v1")))) {
      assertThat(catchThrowable(() -> send(client, false))).isInstanceOf(AgentException.class);

      assertThat(server.takeRequest().headers()).containsEntry("authorization", "Bearer " + KEY);
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void userInfoOfTheBaseUrlIsNotSent() throws Exception {
    try (var server = LoopbackServer.answering(200, JSON, COMPLETE);
        var client = OpenAi.at(withUserInfo(server.uri("/v1")))) {
      send(client, true);
      client.warmUp(1);

      for (int i = 0; i < 2; i++) {
        LoopbackServer.Received received = server.takeRequest();
        assertThat(received.headers()).doesNotContainKey("authorization");
        assertThat(received.toString()).doesNotContain("pw-secret");
      }
    }
  }

  @Test
  void userInfoOfTheBaseUrlIsNotSentToAProxy() throws Exception {
    try (var proxy = LoopbackServer.answering(200, JSON, COMPLETE);
        var pool =
            ConnectionPool.builder()
                .proxy(URI.create("http://127.0.0.1:" + proxy.uri("").getPort()))
                .build();
        var client =
            builder(URI.create("http://me:pw-secret@models.invalid/v1?tenant=a"))
                .pool(pool)
                .build()) {
      send(client, true);
      client.warmUp(1);

      assertThat(proxy.takeRequest().path())
          .isEqualTo("http://models.invalid/v1/chat/completions?tenant=a");
      assertThat(proxy.takeRequest().path()).isEqualTo("http://models.invalid/v1?tenant=a");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\rb-secret",
        "a\nb-secret",
        "a\r\nX-B: b-secret",
        "a\0b-secret",
        "b-secretä",
        "b-secret\u007f",
        "b-secret\u0085",
        "b-secret😀",
        "b-secret\n"
      })
  void rejectsHeaderValuesThatAreNotPrintableAscii(String value) {
    assertThatThrownBy(() -> OpenAi.builder().header("X-A", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header X-A: expected printable ASCII in its value, found U+")
        .hasMessageNotContaining("b-secret");
    assertThatThrownBy(() -> OpenAi.builder().headers(Map.of("X-A", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("b-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "X A", "X:A", "X\r\nA", "X\0A", "Ä", "X\u007f"})
  void rejectsHeaderNamesThatAreNotTokens(String name) {
    assertThatThrownBy(() -> OpenAi.builder().header(name, "a"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("header name: expected letters, digits and -, found ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk\rsecret",
        "sk\nsecret",
        "sk\r\nX-B: secret",
        "sk\0secret",
        "sk-secretä",
        "sk-secret\u007f",
        "sk secret",
        "sk-secret\0",
        "sk-secret😀",
        "\0",
        "",
        " "
      })
  void rejectsKeysThatAreNotPrintableAscii(String key) {
    assertThatThrownBy(() -> ApiKey.of(key))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("Invalid API key: expected printable ASCII without spaces, found ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void limitsTheSizeOfADecompressedBody() throws Exception {
    byte[] bomb = gzip("{" + " ".repeat(20_000_000));
    assertThat(bomb).hasSizeLessThan(30_000);
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, JSON, "Content-Encoding: gzip");
              client.chunk(bomb);
              client.end();
            });
        var client = builder(server.uri("/v1")).maxResponseBytes(1_000_000).build()) {
      assertThat(failure(client)).isEqualTo("test returned more than 1000000 bytes");
    }
  }

  @Test
  void limitsTheSizeOfADecompressedErrorBody() throws Exception {
    byte[] bomb = gzip("x".repeat(50_000_000));
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(500, "text/plain", "Content-Encoding: gzip");
              client.chunk(bomb);
              client.awaitHangUp();
            });
        var client = client(server.uri("/v1"))) {
      assertThat(failure(client)).startsWith("test is unavailable (500): xxx").endsWith("x…");
      server.takeHangUp();
    }
  }

  @Test
  void doesNotAllocateForADeclaredLength() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.raw(
                  "HTTP/1.1 200 X\r\nContent-Type: application/json\r\n"
                      + "Content-Length: 9000000000000000000\r\n\r\n{");
              client.hangUp();
            });
        var client = client(server.uri("/v1"))) {
      assertThat(failure(client))
          .startsWith("The connection broke while reading the response to POST ");
    }
  }

  @Test
  void rejectsEndlessHeaders() throws Exception {
    assertRejected(new Endless("HTTP/1.1 200 X\r\n", "X-A: " + "a".repeat(1_000) + "\r\n"));
    assertRejected(new Endless("HTTP/1.1 200 X\r\n", "X:\r\n".repeat(300)));
    assertRejected(new Endless("HTTP/1.1 200 X\r\nX-A: ", "a".repeat(1_000)));
  }

  @Test
  void rejectsAnEndlessStatusLine() throws Exception {
    assertRejected(new Endless("HTTP/1.1 200 ", "a".repeat(1_000)));
    assertRejected(new Endless("", "a".repeat(1_000)));
  }

  @Test
  void limitsTheTimeForAnEndlessChunkLength() throws Exception {
    String head = "HTTP/1.1 200 X\r\nContent-Type: application/json\r\n";
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.raw(head + "Transfer-Encoding: chunked\r\n\r\n1;");
              try {
                while (!client.hangsUpWithin(Duration.ofMillis(1))) {
                  client.raw("a");
                }
              } finally {
                // A client that closes with unread bytes resets the connection, and a write fails.
                client.awaitHangUp();
              }
            });
        var pool = ConnectionPool.builder().chunkTimeout(Duration.ofMillis(300)).build();
        var client = builder(server.uri("/v1")).pool(pool).build()) {
      assertThat(failure(client))
          .isEqualTo(
              "Timed out after 300 ms while reading the response to POST %s (limit BETWEEN_CHUNKS)."
                  .formatted(server.uri("/v1/chat/completions")));
      server.takeHangUp();
    }
  }

  @Test
  void redactsTheKeyInAMalformedStatusLine() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.raw(
                  request.path() + " " + request.headers().get("authorization") + "\r\n\r\n");
              client.hangUp();
            });
        var client = client(URI.create(server.uri("/v1") + "?code=query-secret"))) {
      var failure = catchThrowableOfType(AgentException.class, () -> send(client, false));

      assertThat(failure)
          .hasMessage(
              """
              The connection broke while waiting for a response to POST %s (Unexpected status line: \
              /v1/chat/completions?*** Bearer ***).
              Try again; the server may have processed the request.\
              """
                  .formatted(server.uri("/v1/chat/completions")));
      assertThat(getStackTrace(failure)).doesNotContain(KEY).doesNotContain("query-secret");
    }
  }

  private static void assertRejected(Endless endless) throws Exception {
    BlockingQueue<Long> sent = new LinkedBlockingQueue<>();
    try (var server =
            LoopbackServer.start((request, client) -> {
              long count = 0;
              try {
                client.raw(endless.head());
                while (true) {
                  client.raw(endless.chunk());
                  count += endless.chunk().length();
                }
              } finally {
                sent.add(count);
              }
            });
        var client = client(server.uri("/v1"))) {
      assertThat(failure(client)).contains("POST " + server.uri("/v1/chat/completions"));

      // The client's limit of 256 KB, plus the buffers of the sockets on both sides.
      assertThat(sent.take()).isLessThan(20_000_000);
    }
  }

  private static String failure(OpenAi client) {
    return catchThrowableOfType(AgentException.class, () -> send(client, false))
        .getMessage()
        .lines()
        .findFirst()
        .orElseThrow();
  }

  private static byte[] gzip(String text) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static URI withUserInfo(URI address) {
    return URI.create(address.toString().replace("://", "://me:pw-secret@"));
  }

  private static void send(OpenAi client, boolean stream) {
    var request = ModelRequest.of("m", List.of(Message.user("Hello"))).withStream(stream);
    try (var exchange = client.open(request, RunContext.standalone())) {
      CollectedResponse.of(exchange);
    }
  }

  private static OpenAi client(URI address) {
    return builder(address).build();
  }

  private static OpenAi.Builder builder(URI address) {
    return OpenAi.builder(Provider.of("test", address)).apiKey(ApiKey.of(KEY));
  }
}
