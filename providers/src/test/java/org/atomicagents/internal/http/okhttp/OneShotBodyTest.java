package org.atomicagents.internal.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.http.PoolCalls;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A body that a server may already be processing is never resent implicitly. */
@Timeout(60)
class OneShotBodyTest {
  private static final String TEXT = "text/plain";

  @Test
  void isNotResentWhenAReusedConnectionBreaksBeforeTheResponse() throws Exception {
    var count = new AtomicInteger();
    try (var server =
            LoopbackServer.start((request, client) -> {
              if (count.getAndIncrement() == 1) {
                client.hangUp();
              } else {
                client.respond(200, TEXT, "ok");
              }
            });
        var pool = ConnectionPool.ofDefaults()) {
      assertThat(post(pool, server, "one")).isEqualTo("ok");

      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> post(pool, server, "two"));

      assertThat(failure.stage()).isEqualTo(TransportException.Stage.REQUEST);
      assertThat(failure.getMessage())
          .startsWith(
              "The connection broke while waiting for a response to POST " + server.uri("/") + " (")
          .endsWith(").\nTry again; the server may have processed the request.");
      assertThat(server.takeRequest().body()).isEqualTo("one");
      assertThat(server.takeRequest().body()).isEqualTo("two");
      assertThat(server.requests()).isZero();
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"408", "503", "421"})
  void isNotResentWhenTheResponseSuggestsARetry(int status) throws Exception {
    try (var server =
            LoopbackServer.start(
                (request, client) -> client.respond(status, TEXT, "", "Retry-After: 0"));
        var pool = ConnectionPool.ofDefaults();
        var response = PoolCalls.open(pool, post(server, "one"), RunContext.standalone())) {
      assertThat(response.status()).isEqualTo(status);
      assertThat(server.takeRequest().body()).isEqualTo("one");
      assertThat(server.requests()).isZero();
    }
  }

  @Test
  void replacesAConnectionThatTheServerHasClosed() throws Exception {
    var closed = new LinkedBlockingQueue<Boolean>();
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.respond(200, TEXT, request.body());
              client.hangUp();
              closed.add(true);
            });
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 5; i++) {
        assertThat(post(pool, server, "body " + i)).isEqualTo("body " + i);
        closed.take();
      }

      assertThat(server.requests()).isEqualTo(5);
    }
  }

  @Test
  void reusesAConnectionThatTheServerKeepsOpen() {
    try (var server =
            LoopbackServer.start((request, client) -> client.respond(200, TEXT, request.body()));
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 5; i++) {
        assertThat(post(pool, server, "body " + i)).isEqualTo("body " + i);
      }

      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests()).isEqualTo(5);
    }
  }

  private static HttpRequest post(LoopbackServer server, String body) {
    return HttpRequest.post(server.uri("/"), TEXT, body.getBytes(StandardCharsets.UTF_8));
  }

  private static String post(ConnectionPool pool, LoopbackServer server, String body) {
    return read(PoolCalls.open(pool, post(server, body), RunContext.standalone()));
  }

  private static String read(HttpResponse response) {
    try (response) {
      var bytes = new ByteArrayOutputStream();
      var buffer = new byte[64];
      for (int n = response.read(buffer, 0, 64); n >= 0; n = response.read(buffer, 0, 64)) {
        bytes.write(buffer, 0, n);
      }
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
