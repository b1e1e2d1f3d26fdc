package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ServerSocketFactory;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes that a server sends behind a complete response never reach another call. */
@Timeout(60)
@SuppressWarnings("StringConcatToTextBlock") // line ends matter
class ResponseBoundaryTest {
  private static final String EXTRA =
      "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nX-Extra: 1\r\n\r\nWRONG!";

  private static final HeldCertificate CERTIFICATE =
      new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();

  /** A complete response, and whether it has the body {@code right}. */
  record Complete(String name, String bytes, boolean hasBody) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Complete> responses() {
    return List.of(
        new Complete("length", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright", true),
        new Complete(
            "interim",
            "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nright",
            true),
        new Complete("line-feeds", "HTTP/1.1 200 OK\nContent-Length: 5\n\nright", true),
        new Complete(
            "chunked",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "002;x=1\r\nri\r\n3\r\nght\r\n0\r\n\r\n",
            true),
        new Complete(
            "trailers",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nright\r\n0\r\nX-Trailer: 1\r\n\r\n",
            true),
        new Complete("204", "HTTP/1.1 204 No Content\r\n\r\n", false),
        new Complete("304", "HTTP/1.1 304 Not Modified\r\n\r\n", false),
        new Complete("empty", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", false));
  }

  static Stream<Complete> responsesAndExtras() {
    return responses().stream()
        .flatMap(response ->
            Stream.of(EXTRA, "HTTP/1.1 2", "\r\n", "x")
                .map(extra ->
                    new Complete(
                        response.name() + " + " + extra.lines().findFirst().orElse(""),
                        response.bytes() + extra,
                        response.hasBody())));
  }

  @ParameterizedTest
  @MethodSource("responsesAndExtras")
  void bytesInTheSamePacketReachNoOtherCall(Complete response) throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.raw(response.bytes()));
        var pool = ConnectionPool.ofDefaults()) {
      requireRightResponses(pool, server, response);
    }
  }

  @ParameterizedTest
  @MethodSource("responsesAndExtras")
  void bytesInTheSameTlsRecordReachNoOtherCall(Complete response) throws Exception {
    try (var server =
            LoopbackServer.start(tls(), (request, client) -> client.raw(response.bytes()));
        var pool = trusting()) {
      requireRightResponses(pool, server, response);
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void bytesInALaterPacketReachNoOtherCall(Complete response) throws Exception {
    var read = new CountDownLatch(1);
    var sent = new CountDownLatch(1);
    LoopbackServer.Script script =
        (request, client) -> {
          client.raw(response.bytes());
          if (request.path().equals("/first")) {
            read.await(30, TimeUnit.SECONDS);
            client.raw(EXTRA);
            sent.countDown();
          }
        };
    try (var server = LoopbackServer.start(script);
        var pool = ConnectionPool.ofDefaults()) {
      requireRight(pool, HttpRequest.get(server.uri("/first")), response);
      read.countDown();
      sent.await(30, TimeUnit.SECONDS);

      requireRight(pool, post(server), response);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void bytesBehindAResponseToHeadReachNoOtherCall() throws Exception {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.raw(
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                        + (request.method().equals("HEAD") ? EXTRA : "right")));
        var pool = ConnectionPool.ofDefaults()) {
      try (HttpResponse head =
          PoolCalls.open(pool, HttpRequest.head(server.uri("/")), RunContext.standalone())) {
        assertThat(body(head)).isEmpty();
      }

      requireRight(pool, post(server), responses().getFirst());
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void wellFormedResponsesShareAConnection(Complete response) throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.raw(response.bytes()));
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 5; i++) {
        requireRight(pool, post(server), response);
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("responses")
  void responsesInSingleBytesShareAConnection(Complete response) throws Exception {
    try (var server =
            LoopbackServer.start((request, client) -> {
              for (char c : response.bytes().toCharArray()) {
                client.raw(String.valueOf(c));
              }
            });
        var pool = ConnectionPool.ofDefaults()) {
      requireRight(pool, post(server), response);
      requireRight(pool, post(server), response);

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void bothLengthAndChunksEndTheConnection() throws Exception {
    String response =
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "5\r\nright\r\n0\r\n\r\n";
    try (var server = LoopbackServer.start((request, client) -> client.raw(response));
        var pool = ConnectionPool.ofDefaults()) {
      requireRight(pool, post(server), responses().getFirst());
      requireRight(pool, post(server), responses().getFirst());

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  private static void requireRightResponses(
      ConnectionPool pool, LoopbackServer server, Complete response) throws Exception {
    for (int i = 0; i < 3; i++) {
      requireRight(pool, post(server), response);
    }
    assertThat(server.connections()).isEqualTo(3);
    assertThat(server.requests()).isEqualTo(3);
  }

  private static void requireRight(ConnectionPool pool, HttpRequest http, Complete expected)
      throws IOException {
    try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
      assertThat(response.header("x-extra")).isEmpty();
      assertThat(body(response)).isEqualTo(expected.hasBody() ? "right" : "");
    }
  }

  private static HttpRequest post(LoopbackServer server) {
    return HttpRequest.post(server.uri("/next"), "text/plain", new byte[] {'x'});
  }

  private static String body(HttpResponse response) {
    var body = new ByteArrayOutputStream();
    byte[] part = new byte[1_000];
    for (int count = response.read(part, 0, part.length);
        count >= 0;
        count = response.read(part, 0, part.length)) {
      body.write(part, 0, count);
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static ServerSocketFactory tls() {
    return new HandshakeCertificates.Builder()
        .heldCertificate(CERTIFICATE)
        .build()
        .sslContext()
        .getServerSocketFactory();
  }

  private static ConnectionPool trusting() {
    return ConnectionPool.builder()
        .tls(TlsSettings.system().withTrusted(CERTIFICATE.certificate()))
        .build();
  }
}
