package org.atomicagents.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.TlsSettings;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.http.LoopbackServer.Client;
import org.atomicagents.internal.http.RequiresHttp2;
import org.atomicagents.internal.provider.CollectedResponse;
import org.atomicagents.message.Message;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.RetryPolicy;
import org.atomicagents.model.RunContext;
import org.atomicagents.testing.Fault;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of retries after requests that fail on the wire. */
@Timeout(60)
class RetryOverHttpTest {
  private static final String JSON = "application/json";
  private static final String SSE = "text/event-stream";
  private static final String DELTA =
      "data: {\"id\":\"1\",\"choices\":[{\"delta\":{\"content\":\"Hi\"}}]}\n\n";
  private static final String END =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

  /** A policy without jitter: waits exactly as long as computed. */
  private static final RetryPolicy NO_JITTER =
      RetryPolicy.ofDefaults().withRandom(new FixedRandom(0));

  private static final RetryPolicy HALF_JITTER =
      RetryPolicy.ofDefaults().withRandom(new FixedRandom(0.5));

  private final SkippingTimeSource time = new SkippingTimeSource();

  /** The response to one request. */
  @FunctionalInterface
  private interface Step {
    void respond(Client client) throws Exception;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Retry-After: 2|2000",
        "Retry-After: 0.5|500",
        "retry-after-ms: 12.5|12",
        "Retry-After: Thu, 01 Jan 2026 00:00:05 GMT|5000",
        "Retry-After: Wed, 31 Dec 2025 00:00:05 GMT|0",
      })
  void waitsAsLongAsTheProviderRequests(String header, long millis) {
    try (var server = server(errorResponse(429, header), RetryOverHttpTest::streamResponse);
        var client = client(server, NO_JITTER)) {
      assertThat(send(client)).isEqualTo("Hi");
      assertThat(time.sleeps()).extracting(Duration::toMillis).containsExactly(millis);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 409, 429, 500, 502, 503, 504, 529})
  void retriesTemporaryErrors(int status) {
    Step busy = errorResponse(status);
    try (var server = server(busy, busy, RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThat(send(client)).isEqualTo("Hi");
      assertThat(time.sleeps()).extracting(Duration::toMillis).containsExactly(250L, 500L);
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 413, 422, 501})
  void doesNotRetryPermanentErrors(int status) {
    try (var server =
            server(errorResponse(status, "Retry-After: 1"), RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThat(catchThrowableOfType(AgentException.class, () -> send(client)).isRetryable())
          .isFalse();
      assertThat(server.requests()).isEqualTo(1);
      assertThat(time.sleeps()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"No quota\",\"code\":\"insufficient_quota\"}}",
        "{\"error\":{\"message\":\"Request too large: Limit 10, Requested 20\"}}",
      })
  void doesNotRetryExceededQuotasAndLimits(String body) {
    try (var server =
            server(client -> client.respond(429, JSON, body), RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThat(catchThrowableOfType(RateLimitedException.class, () -> send(client)).kind())
          .isNotEqualTo(RateLimitedException.Kind.RATE);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void failsAtOnceIfTheRequestedWaitIsTooLong() {
    try (var server =
            server(errorResponse(429, "Retry-After: 3600"), RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThatThrownBy(() -> send(client))
          .isInstanceOf(RateLimitedException.class)
          .hasMessage("test reported a rate limit (429): Not now\nTry again in 3600000 ms.");
      assertThat(server.requests()).isEqualTo(1);
      assertThat(time.sleeps()).isEmpty();
    }
  }

  @Test
  @SuppressWarnings("try") // closes the socket early
  void retriesARefusedConnection() throws Exception {
    try (var reserved = new Socket()) {
      // Bound but not listening: connections are refused, and nothing else gets the port.
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.getLocalPort();
      var provider = Provider.of("test", URI.create("http://127.0.0.1:" + port + "/v1"));
      try (var client = OpenAi.builder(provider).retry(HALF_JITTER).build()) {
        time.onSleep(() -> {
          reserved.close();
          serveOnce(port);
        });

        assertThat(send(client)).isEqualTo("Hi");
        assertThat(time.sleeps()).hasSize(1);
      }
    }
  }

  @Test
  void doesNotRetryAnUntrustedCertificate() {
    try (var provider = SimulatedProvider.builder().tls().start();
        var client =
            OpenAi.builder(Provider.of("test", provider.baseUrl())).retry(HALF_JITTER).build()) {
      assertThat(catchThrowableOfType(TransportException.class, () -> send(client)).stage())
          .isEqualTo(TransportException.Stage.CONNECT);
      assertThat(time.sleeps()).isEmpty();
    }
  }

  // The HTTP library resends the request by itself, but only over a connection that was not opened
  // for it; the response in progress keeps one open.
  @Test
  @RequiresHttp2
  void anInternalRetryOverTheSameConnectionKeepsItsTimeLimit() throws Exception {
    try (var provider = SimulatedProvider.builder().tls().start();
        var pool =
            ConnectionPool.builder()
                .firstByteTimeout(Duration.ofSeconds(2))
                .tls(TlsSettings.system().withTrusted(provider.certificate()))
                .build();
        var client =
            OpenAi.builder(Provider.of("test", provider.baseUrl()))
                .retry(RetryPolicy.none())
                .pool(pool)
                .build()) {
      provider.fail(Fault.hangingInBody(), Fault.refusedStream(), Fault.hanging());
      RunContext call = call(Deadline.none(), Budget.unlimited(), 8);

      try (var inProgress = client.model("m").open(streamRequest(), call)) {
        inProgress.iterator().next();

        assertThat(catchThrowableOfType(TimedOutException.class, () -> send(client)).limit())
            .isEqualTo(TimedOutException.Limit.FIRST_BYTE);
      }
      assertThat(provider.requests()).hasSize(3);
    }
  }

  @Test
  void retriesConnectionsThatBreakBeforeTheResponse() {
    try (var server =
            server(
                Client::hangUp,
                client -> {
                  client.raw("HTTP/1.1 200 OK\r\nContent-Ty");
                  client.hangUp();
                },
                client -> {
                  client.begin(200, SSE);
                  client.hangUp();
                },
                RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThat(send(client)).isEqualTo("Hi");
      assertThat(time.sleeps()).hasSize(3);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": keep-alive\n\n",
        "data: {\"id\":\"1\",\"choi",
        "data: {\"error\":{\"message\":\"Overloaded\",\"code\":503}}\n\n",
        "event: error\ndata: {\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n",
      })
  void retriesAStreamThatFailsBeforeItsFirstEvent(String sent) {
    try (var server = server(interruptedStream(sent), RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThat(send(client)).isEqualTo("Hi");
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void doesNotRetryAStreamThatFailsAfterItsFirstEvent() {
    try (var server = server(interruptedStream(DELTA), RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThat(catchThrowableOfType(TransportException.class, () -> send(client)).stage())
          .isEqualTo(TransportException.Stage.RESPONSE);
      assertThat(server.requests()).isEqualTo(1);
      assertThat(time.sleeps()).isEmpty();
    }
    try (var server =
            server(
                interruptedStream(
                    DELTA + "data: {\"error\":{\"message\":\"Overloaded\",\"code\":503}}\n\n"),
                RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      assertThatThrownBy(() -> send(client)).isInstanceOf(UnavailableException.class);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void retriesAfterTimeoutsBeforeTheFirstEvent() {
    Step silentServer = Client::awaitHangUp;
    Step silentStream =
        client -> {
          client.begin(200, SSE);
          client.awaitHangUp();
        };
    try (var server = server(silentServer, silentStream, RetryOverHttpTest::streamResponse);
        var pool =
            ConnectionPool.builder()
                .firstByteTimeout(Duration.ofSeconds(1))
                .chunkTimeout(Duration.ofSeconds(1))
                .build();
        var client = builder(server).retry(HALF_JITTER).pool(pool).build()) {
      assertThat(send(client)).isEqualTo("Hi");
      assertThat(server.requests()).isEqualTo(3);
    }
  }

  @Test
  void doesNotRetryAfterTheTotalTimeout() {
    try (var server = server(Client::awaitHangUp, RetryOverHttpTest::streamResponse);
        var pool = ConnectionPool.builder().totalTimeout(Duration.ofSeconds(1)).build();
        var client = builder(server).retry(HALF_JITTER).pool(pool).build()) {
      assertThat(catchThrowableOfType(TimedOutException.class, () -> send(client)).limit())
          .isEqualTo(TimedOutException.Limit.TOTAL);
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void doesNotWaitPastTheDeadlineOrWithoutARemainingRequest() {
    Deadline soon = Deadline.after(Duration.ofSeconds(50), time);
    for (RunContext call :
        List.of(
            call(soon, Budget.unlimited(), 8),
            call(Deadline.none(), Budget.ofRequests(1), 8),
            call(Deadline.none(), Budget.unlimited(), 1))) {
      try (var server =
              server(errorResponse(503, "Retry-After: 55"), RetryOverHttpTest::streamResponse);
          var client = client(server, HALF_JITTER)) {
        assertThatThrownBy(() -> send(client, call)).isInstanceOf(UnavailableException.class);
        assertThat(server.requests()).isEqualTo(1);
        assertThat(time.sleeps()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancelledCallStopsWaiting(boolean interrupt) throws Exception {
    var sleeping = new CountDownLatch(1);
    time.onSleep(() -> {
      sleeping.countDown();
      new CountDownLatch(1).await();
    });
    RunContext call = call(Deadline.none(), Budget.unlimited(), 8);
    try (var server = server(errorResponse(503), RetryOverHttpTest::streamResponse);
        var client = client(server, HALF_JITTER)) {
      var task = new FutureTask<>(() -> send(client, call));
      Thread caller = Thread.ofPlatform().start(task);
      sleeping.await();

      if (interrupt) {
        caller.interrupt();
      } else {
        call.cancel();
      }

      assertThatThrownBy(task::get)
          .cause()
          .isInstanceOf(CancelledException.class)
          .hasMessage(
              (interrupt ? "Interrupted" : "Closed") + " while waiting to retry a request.");
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void neverRetriesIfRetriesAreDisabled() {
    try (var server = server(errorResponse(503), errorResponse(503), errorResponse(503));
        var client = client(server, RetryPolicy.none())) {
      assertThatThrownBy(() -> send(client)).isInstanceOf(UnavailableException.class);
      assertThatThrownBy(() -> client.models(Duration.ofSeconds(9)))
          .isInstanceOf(UnavailableException.class);
      assertThat(server.requests()).isEqualTo(2);
    }
  }

  @Test
  void retriesByDefault() {
    try (var server =
            server(errorResponse(429, "retry-after-ms: 1"), RetryOverHttpTest::streamResponse);
        var client = builder(server).build()) {
      assertThat(send(client)).isEqualTo("Hi");
      assertThat(time.sleeps()).hasSize(1);
    }
  }

  private String send(OpenAi client) {
    return send(client, call(Deadline.none(), Budget.unlimited(), 8));
  }

  private static String send(OpenAi client, RunContext call) {
    try (var exchange = client.model("m").open(streamRequest(), call)) {
      return CollectedResponse.of(exchange).text();
    }
  }

  private static ModelRequest streamRequest() {
    return ModelRequest.of("m", List.of(Message.user("Hello"))).withStream(true);
  }

  private RunContext call(Deadline deadline, Budget budget, int maxRequests) {
    return new RunContext(
        "test", deadline, budget, maxRequests, Listeners.none(), new Timings.Recorder(time));
  }

  private static OpenAi client(LoopbackServer server, RetryPolicy retry) {
    return builder(server).retry(retry).build();
  }

  private static OpenAi.Builder builder(LoopbackServer server) {
    return OpenAi.builder(Provider.of("test", server.uri("/v1"))).time(new SkippingTimeSource());
  }

  /** Starts a server that responds to each request with the next step. */
  private static LoopbackServer server(Step... steps) {
    var next = new AtomicInteger();
    return LoopbackServer.start((request, client) -> steps[next.getAndIncrement()].respond(client));
  }

  private static Step errorResponse(int status, String... headers) {
    return client -> client.respond(status, JSON, "{\"error\":\"Not now\"}", headers);
  }

  private static Step interruptedStream(String sent) {
    return client -> {
      client.begin(200, SSE);
      client.chunk(sent);
      client.hangUp();
    };
  }

  private static void streamResponse(Client client) throws Exception {
    client.respond(200, SSE, DELTA + END);
  }

  /** Listens on a port, and responds to one request. */
  private static void serveOnce(int port) throws Exception {
    var server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          try (server;
              Socket socket = server.accept()) {
            var in =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            int length = 0;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
              if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
              }
            }
            for (int i = 0; i < length; i++) {
              in.read();
            }
            String head = "HTTP/1.1 200 OK\r\nContent-Type: " + SSE + "\r\n\r\n";
            socket.getOutputStream().write((head + DELTA + END).getBytes(StandardCharsets.UTF_8));
          } catch (Exception e) {
            // The test fails, because it receives no response.
          }
        });
  }
}
