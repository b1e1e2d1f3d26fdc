package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // some tests close a resource early or twice
class ConnectionPoolTest {
  private static final String TEXT = "text/plain";

  @Test
  void sendsARequestAndReadsItsResponse() throws Exception {
    try (var server =
            LoopbackServer.start(
                (request, client) -> client.respond(201, TEXT, "Grüße", "X-Two: a", "X-Two: b"));
        var pool = ConnectionPool.ofDefaults()) {
      byte[] body = "{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8);
      HttpRequest http =
          HttpRequest.post(server.uri("/v1/x?y=1"), "application/json", body)
              .withHeader("X-A", "1");

      try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(response.status()).isEqualTo(201);
        assertThat(response.headers()).containsEntry("x-two", List.of("a", "b"));
        assertThat(response.header("content-type")).hasValue(TEXT);
        assertThat(response.header("none")).isEmpty();
        assertThat(read(response)).isEqualTo("Grüße");
      }

      LoopbackServer.Received received = server.takeRequest();
      assertThat(received.method()).isEqualTo("POST");
      assertThat(received.path()).isEqualTo("/v1/x?y=1");
      assertThat(received.body()).isEqualTo("{\"a\":\"ü\"}");
      assertThat(received.headers())
          .containsEntry("content-type", "application/json")
          .containsEntry("x-a", "1");
    }
  }

  @Test
  void keepsTheConnectionForTheNextCallAfterReadingTheResponse() {
    try (var server = LoopbackServer.answering(200, TEXT, "ok");
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 5; i++) {
        get(pool, server);
      }

      assertThat(server.connections()).isEqualTo(1);
      assertThat(pool.status().openConnections()).isEqualTo(1);
      assertThat(pool.status().idleConnections()).isEqualTo(1);
    }
  }

  @Test
  void replacesAConnectionThatTheServerHasClosed() throws Exception {
    var closed = new LinkedBlockingQueue<Boolean>();
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.respond(200, TEXT, "ok");
              client.hangUp();
              closed.add(true);
            });
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 5; i++) {
        assertThat(get(pool, server)).isEqualTo("ok");
        closed.take();
      }

      assertThat(server.connections()).isEqualTo(5);
      assertThat(server.requests()).isEqualTo(5);
    }
  }

  @Test
  void keepsTheConnectionOfAFinishedResponseWhoseEndHasArrived() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, TEXT);
              client.last("enough");
            });
        var pool = ConnectionPool.ofDefaults()) {
      for (int i = 0; i < 9; i++) {
        try (HttpResponse response = PoolCalls.open(pool, to(server), RunContext.standalone())) {
          assertThat(response.read(new byte[6], 0, 6)).isEqualTo(6);
          response.finish();
        }
      }

      // The client waits 100 ms for the end of the body, which a busy machine may exceed.
      assertThat(server.connections()).isLessThan(5);
    }
  }

  @Test
  void opensNoConnectionBeforeTheFirstCall() {
    try (var pool = ConnectionPool.ofDefaults()) {
      assertThat(pool.status().openConnections()).isZero();
      assertThat(pool.status().idleConnections()).isZero();
      assertThat(pool.status().queuedCalls()).isZero();
    }
  }

  @Test
  void followsNoRedirect() {
    try (var server =
            LoopbackServer.start((request, client) ->
                client.respond(307, TEXT, "", "Location: http://127.0.0.1:1/elsewhere"));
        var pool = ConnectionPool.ofDefaults();
        var response = PoolCalls.open(pool, to(server), RunContext.standalone())) {
      assertThat(response.status()).isEqualTo(307);
    }
  }

  @Test
  void limitsConcurrentCallsAndQueuesTheRest() throws Exception {
    var release = new CountDownLatch(1);
    try (var server =
            LoopbackServer.start((request, client) -> {
              release.await();
              client.respond(200, TEXT, "ok");
            });
        var pool = ConnectionPool.builder().maxConnections(2).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<?>>();
      for (int i = 0; i < 10; i++) {
        calls.add(threads.submit(() -> get(pool, server)));
      }
      server.takeRequest();
      server.takeRequest();
      awaitQueued(pool, 8);
      assertThat(server.requests()).isZero();

      release.countDown();
      for (Future<?> call : calls) {
        call.get();
      }

      assertThat(server.connections()).isEqualTo(2);
      assertThat(pool.status().queuedCalls()).isZero();
    }
  }

  @Test
  void limitsCallsToOneHostWithoutDelayingAnother() throws Exception {
    var release = new CountDownLatch(1);
    try (var slow =
            LoopbackServer.start((request, client) -> {
              release.await();
              client.respond(200, TEXT, "ok");
            });
        var fast = LoopbackServer.answering(200, TEXT, "ok");
        var pool = ConnectionPool.builder().maxConnections(5).maxPerHost(1).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(() -> get(pool, slow));
      slow.takeRequest();
      Future<?> second = threads.submit(() -> get(pool, slow));
      awaitQueued(pool, 1);

      get(pool, fast);

      assertThat(slow.requests()).isZero();
      release.countDown();
      first.get();
      second.get();
    }
  }

  @Test
  void failsWhenTheQueueTimeoutPasses() throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool =
            ConnectionPool.builder()
                .maxConnections(1)
                .queueTimeout(Duration.ofMillis(30))
                .drainTimeout(Duration.ZERO)
                .build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(() -> get(pool, server));
      server.takeRequest();

      TimedOutException failure =
          catchThrowableOfType(TimedOutException.class, () -> get(pool, server));

      assertThat(failure.limit()).isEqualTo(Limit.QUEUE);
      assertThat(failure)
          .hasMessage(
              "Timed out after 30 ms while waiting for a free connection to %s (the pool has 1, 1 for one host) (limit QUEUE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("")));
      pool.close();
      assertThatThrownBy(first::get).hasCauseInstanceOf(CancelledException.class);
    }
  }

  @Test
  void stopsWaitingInTheQueueAtTheDeadline() throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.builder().maxConnections(1).drainTimeout(Duration.ZERO).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = threads.submit(() -> get(pool, server));
      server.takeRequest();

      TimedOutException failure =
          catchThrowableOfType(
              TimedOutException.class,
              () -> PoolCalls.open(pool, to(server), within(Duration.ofMillis(30))));

      assertThat(failure.limit()).isEqualTo(Limit.DEADLINE);
      pool.close();
      assertThatThrownBy(first::get).hasCauseInstanceOf(CancelledException.class);
    }
  }

  @Test
  void failsWhenTheFirstByteTimeoutPasses() {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.builder().firstByteTimeout(Duration.ofMillis(30)).build()) {
      assertThatThrownBy(() -> get(pool, server))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 30 ms while waiting for a response to GET %s (limit FIRST_BYTE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
    }
  }

  @Test
  void failsWhenTheTimeoutBetweenChunksPasses() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, TEXT);
              client.chunk("one");
              client.awaitHangUp();
            });
        var pool = ConnectionPool.builder().chunkTimeout(Duration.ofMillis(30)).build()) {
      assertThatThrownBy(() -> get(pool, server))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 30 ms while reading the response to GET %s (limit BETWEEN_CHUNKS).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
    }
  }

  @Test
  void failsWhenTheTotalTimeoutPasses() {
    try (var server = LoopbackServer.start((request, client) -> streamForever(client));
        var pool = ConnectionPool.builder().totalTimeout(Duration.ofSeconds(2)).build()) {
      assertThatThrownBy(() -> get(pool, server))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 2000 ms while reading the response to GET %s (limit TOTAL).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
    }
  }

  @Test
  void endsACallAtItsDeadlineWhileItsResponseArrives() throws Exception {
    try (var server = LoopbackServer.start((request, client) -> streamForever(client));
        var pool = ConnectionPool.ofDefaults()) {
      assertThatThrownBy(
              () -> read(PoolCalls.open(pool, to(server), within(Duration.ofSeconds(2)))))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 2000 ms while reading the response to GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
    }
  }

  @Test
  void sendsNothingAfterTheDeadline() {
    try (var server = LoopbackServer.answering(200, TEXT, "ok");
        var pool = ConnectionPool.ofDefaults()) {
      assertThatThrownBy(() -> PoolCalls.open(pool, to(server), within(Duration.ZERO)))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 0 ms while sending GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void reportsARefusedConnection() throws Exception {
    try (var reserved = new Socket();
        var pool = ConnectionPool.ofDefaults()) {
      // Bound but not listening: connections are refused, and nothing else gets the port.
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.getLocalPort();
      HttpRequest http = HttpRequest.get(URI.create("http://127.0.0.1:" + port + "/v1"));

      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> PoolCalls.open(pool, http, RunContext.standalone()));

      assertThat(failure.stage()).isEqualTo(TransportException.Stage.CONNECT);
      assertThat(failure)
          .hasMessage(
              "Could not connect to http://127.0.0.1:%d (Connection refused).\nCheck the address, the network and the proxy."
                  .formatted(port));
    }
  }

  @Test
  void reportsAnUnknownHost() {
    HttpRequest http = HttpRequest.get(URI.create("http://no-such-host.invalid/v1"));
    try (var pool = ConnectionPool.ofDefaults()) {
      assertThatThrownBy(() -> PoolCalls.open(pool, http, RunContext.standalone()))
          .isInstanceOf(TransportException.class)
          .hasMessage(
              "Could not connect to http://no-such-host.invalid (unknown host).\n"
                  + "Check the address, the network and the proxy.");
    }
  }

  @Test
  void reportsAConnectionBrokenBeforeTheResponseWithoutResending() {
    try (var server = LoopbackServer.start((request, client) -> client.hangUp());
        var pool = ConnectionPool.ofDefaults()) {
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> get(pool, server));

      assertThat(failure.stage()).isEqualTo(TransportException.Stage.REQUEST);
      assertThat(failure.getMessage())
          .startsWith(
              "The connection broke while waiting for a response to GET " + server.uri("/") + " (")
          .endsWith(").\nTry again; the server may have processed the request.");
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void reportsAConnectionBrokenDuringTheResponse() {
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, TEXT);
              client.chunk("one");
              client.hangUp();
            });
        var pool = ConnectionPool.ofDefaults()) {
      TransportException failure =
          catchThrowableOfType(TransportException.class, () -> get(pool, server));

      assertThat(failure.stage()).isEqualTo(TransportException.Stage.RESPONSE);
      assertThat(failure.getMessage())
          .startsWith(
              "The connection broke while reading the response to GET " + server.uri("/") + " (")
          .endsWith(").\nTry again.");
    }
  }

  @Test
  void failsRunningQueuedAndNewCallsWhenClosed() throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.builder().maxConnections(1).drainTimeout(Duration.ZERO).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> running = threads.submit(() -> get(pool, server));
      server.takeRequest();
      Future<?> queued = threads.submit(() -> get(pool, server));
      awaitQueued(pool, 1);

      pool.close();
      pool.close();

      server.takeHangUp();
      assertThatThrownBy(running::get)
          .cause()
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while waiting for a response to GET " + server.uri("/") + ".");
      assertThatThrownBy(queued::get).hasCauseInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> get(pool, server))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The connection pool is closed.\n"
                  + "Close it, or the client that owns it, after the last call.");
    }
  }

  @Test
  void rejectsSettingsOutOfRange() {
    assertThatThrownBy(() -> ConnectionPool.builder().maxConnections(0).build())
        .hasMessage("maxConnections: expected 1 or more, found 0");
    assertThatThrownBy(() -> ConnectionPool.builder().maxPerHost(-1).build())
        .hasMessage("maxPerHost: expected 1 or more, found -1");
    assertThatThrownBy(() -> ConnectionPool.builder().maxIdle(-1).build())
        .hasMessage("maxIdle: expected 0 or more, found -1");
    assertThatThrownBy(() -> ConnectionPool.builder().chunkTimeout(Duration.ZERO).build())
        .hasMessage("chunkTimeout: expected 1 ms to 24 days, found PT0S");
  }

  @Test
  void rejectsInvalidHeadersAndAddresses() {
    HttpRequest http = HttpRequest.get(URI.create("http://127.0.0.1/"));

    assertThatThrownBy(() -> http.withHeader("X-A", "secret\r\nX-B: 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "header X-A: expected printable ASCII in its value, found U+000D at position 6");
    assertThatThrownBy(() -> http.withHeader("X A", "1"))
        .hasMessage("header name: expected letters, digits and -, found \"X A\"");
    assertThatThrownBy(() -> HttpRequest.get(URI.create("ftp://host/")))
        .hasMessage(
            "uri: expected an http or https address with a host, found scheme ftp and host host");
  }

  private static HttpRequest to(LoopbackServer server) {
    return HttpRequest.get(server.uri("/"));
  }

  private static String get(ConnectionPool pool, LoopbackServer server) {
    return read(PoolCalls.open(pool, to(server), RunContext.standalone()));
  }

  private static String read(HttpResponse response) {
    try (response) {
      var bytes = new ByteArrayOutputStream();
      var buffer = new byte[64];
      for (int n = response.read(buffer, 0, 64); n >= 0; n = response.read(buffer, 0, 64)) {
        bytes.write(buffer, 0, n);
      }
      assertThat(response.read(buffer, 0, 64)).isEqualTo(-1);
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }

  private static void streamForever(LoopbackServer.Client client) throws Exception {
    client.begin(200, TEXT);
    while (true) {
      client.chunk("drop");
    }
  }

  private static RunContext within(Duration time) {
    return new RunContext(
        "test",
        Deadline.after(time),
        Budget.unlimited(),
        1,
        Listeners.none(),
        new Timings.Recorder(TimeSource.system()));
  }

  private static void awaitQueued(ConnectionPool pool, int calls) {
    while (pool.status().queuedCalls() < calls) {
      Thread.onSpinWait();
    }
  }
}
