package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.atomicagents.error.TransportException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed response heads are transport failures, and their connections are closed. */
@Timeout(60)
class MalformedHeadTest {
  private static final int CALLS = 20;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: -5",
        "HTTP/1.1 200 OK\r\nContent-Length: +5",
        "HTTP/1.1 200 OK\r\nContent-Length: 5x",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x5",
        "HTTP/1.1 200 OK\r\nContent-Length:",
        "HTTP/1.1 200 OK\r\nContent-Length: 5, 2",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 2",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n-5",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\nffffffffffffffff",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\nfffffffffffffffff",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX: y\r\n\r\n5 5",
        "HTTP/1.1 204 No Content\r\nContent-Length: 5",
        "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked",
        "HTTP/1.1 100 C\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: -5",
        "HTTP/1.1 -01 X\r\nContent-Length: 5",
        "HTTP/1.1 -10 X\r\nContent-Length: 5",
        "HTTP/1.1 +20 X\r\nContent-Length: 5",
        "HTTP/1.1 099 X\r\nContent-Length: 5",
        "HTTP/1.1 000 X\r\nContent-Length: 5",
        "HTTP/1.1 2000 X\r\nContent-Length: 5",
        "HTTP/1.1 20 X\r\nContent-Length: 5",
        "HTTP/1.1 abc X\r\nContent-Length: 5",
        "HTTP/3 200 X\r\nContent-Length: 5",
        "HTTP/1.1",
        "",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: -5",
        "HTTP/1.1 200 OK\r\nX:\0\r\nContent-Length: -5",
      })
  void isATransportFailure(String head) {
    try (var server =
            LoopbackServer.start((request, client) -> client.raw(head + "\r\n\r\nbody!"));
        var pool = ConnectionPool.builder().maxConnections(5).build()) {
      for (int i = 0; i < CALLS; i++) {
        Throwable failure = catchThrowable(() -> readAll(pool, server));

        assertThat(failure).isInstanceOf(TransportException.class);
      }
      requireNoConnections(pool);
    }
  }

  @Test
  void hugeHeadersAreATransportFailure() {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.raw("HTTP/1.1 200 OK\r\nX: " + "y".repeat(600_000) + "\r\n\r\n"));
        var pool = ConnectionPool.builder().maxConnections(5).build()) {
      for (int i = 0; i < CALLS; i++) {
        assertThat(catchThrowable(() -> readAll(pool, server)))
            .isInstanceOf(TransportException.class);
      }
      requireNoConnections(pool);
    }
  }

  @Test
  void describesTheMalformedPart() {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.raw("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nbody!"));
        var pool = ConnectionPool.ofDefaults()) {
      Throwable failure = catchThrowable(() -> readAll(pool, server));

      assertThat(failure)
          .hasMessage(
              "The connection broke while waiting for a response to GET "
                  + server.uri("/")
                  + " (malformed Content-Length).\n"
                  + "Try again; the server may have processed the request.");
    }
  }

  @Test
  void acceptsRepeatedEqualLengths() {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.raw(
                    "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nbody!"));
        var pool = ConnectionPool.ofDefaults()) {
      assertThat(readAll(pool, server)).isEqualTo(5);
    }
  }

  private static int readAll(ConnectionPool pool, LoopbackServer server) {
    HttpRequest http = HttpRequest.get(server.uri("/"));
    try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
      byte[] part = new byte[100];
      int total = 0;
      for (int count = response.read(part, 0, part.length);
          count >= 0;
          count = response.read(part, 0, part.length)) {
        total += count;
      }
      return total;
    }
  }

  private static void requireNoConnections(ConnectionPool pool) {
    assertThat(pool.status().openConnections()).isZero();
    assertThat(pool.status().runningCalls()).isZero();
  }
}
