package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.PacedServer.Seen;
import org.atomicagents.internal.http.PacedServer.Version;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The server sees the end of a stream of one chunk every five seconds before its next chunk is due,
 * however the stream is ended; the connection then carries the next call (HTTP/2) or is closed
 * (HTTP/1.1).
 */
@Timeout(60)
class StreamEndTest {
  private static final String COMBINATIONS =
      "HTTP_1, VIRTUAL\nHTTP_1, PLATFORM\nHTTP_2, VIRTUAL\nHTTP_2, PLATFORM";

  /** A reader that reads the first chunk and waits for the next. */
  private static final class Reader {
    private final CompletableFuture<Boolean> reading = new CompletableFuture<>();
    private final CompletableFuture<HttpResponse> response = new CompletableFuture<>();
    private final CompletableFuture<AgentException> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final Thread thread;

    Reader(InterruptTest.Kind kind, ConnectionPool pool, PacedServer server, RunContext call) {
      thread = kind.start(() -> read(pool, HttpRequest.get(server.uri("/paced")), call));
    }

    void awaitFirstChunk(PacedServer server) throws Exception {
      assertThat(reading.get()).isTrue();
      server.beat();
    }

    private void read(ConnectionPool pool, HttpRequest http, RunContext call) {
      try (HttpResponse opened = PoolCalls.open(pool, http, call)) {
        response.complete(opened);
        while (opened.read(new byte[9], 0, 9) >= 0) {
          reading.complete(true);
        }
        outcome.completeExceptionally(new AssertionError("The stream has ended."));
      } catch (AgentException e) {
        outcome.complete(e);
      } catch (Throwable e) {
        outcome.completeExceptionally(e);
      } finally {
        reading.complete(false);
        interrupted.complete(Thread.currentThread().isInterrupted());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = COMBINATIONS)
  void closingFromAnotherThreadEndsTheStream(Version version, InterruptTest.Kind kind)
      throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      var reader = new Reader(kind, pool, server, RunContext.standalone());
      reader.awaitFirstChunk(server);

      reader.response.get().close();

      requireSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while reading the response to GET " + server.uri("/paced") + ".");
      assertThat(reader.interrupted.get()).isFalse();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = COMBINATIONS)
  void interruptingTheReaderEndsTheStream(Version version, InterruptTest.Kind kind)
      throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      var reader = new Reader(kind, pool, server, RunContext.standalone());
      reader.awaitFirstChunk(server);

      reader.thread.interrupt();

      requireSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage(
              "Interrupted while reading the response to GET " + server.uri("/paced") + ".");
      assertThat(reader.interrupted.get()).isTrue();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = COMBINATIONS)
  void cancellingTheRunEndsTheStream(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      RunContext run = RunContext.standalone();
      var reader = new Reader(kind, pool, server, run);
      reader.awaitFirstChunk(server);

      run.cancel();

      requireSeenBeforeTheNextChunk(server);
      assertThat(reader.outcome.get()).isInstanceOf(CancelledException.class);
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = COMBINATIONS)
  void passingTheDeadlineEndsTheStream(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      // Between two chunks.
      var reader = new Reader(kind, pool, server, within(Duration.ofSeconds(1)));

      requireSeenBeforeTheNextChunk(server);

      assertThat(reader.outcome.get())
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 1000 ms while reading the response to GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/paced")));
      assertThat(reader.interrupted.get()).isFalse();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = COMBINATIONS)
  void closingAnUnreadResponseEndsTheStream(Version version, InterruptTest.Kind kind)
      throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      kind.start(() ->
          PoolCalls.open(pool, HttpRequest.get(server.uri("/paced")), RunContext.standalone())
              .close());

      requireSeenBeforeTheNextChunk(server);
      requireNothingLeaked(version, server, pool);
    }
  }

  private static void requireSeenBeforeTheNextChunk(PacedServer server) throws Exception {
    assertThat(server.take()).isEqualTo(Seen.PIECE);
    assertThat(server.take()).isEqualTo(Seen.HANG_UP);
  }

  private static void requireNothingLeaked(
      Version version, PacedServer server, ConnectionPool pool) {
    boolean reused = version == Version.HTTP_2;
    awaitOpen(pool, reused ? 1 : 0);

    callOnce(pool, server);

    awaitOpen(pool, 1);
    assertThat(server.connections()).isEqualTo(reused ? 1 : 2);
    assertThat(pool.status().idleConnections()).isOne();
    assertThat(pool.status().queuedCalls()).isZero();
  }

  // The reading thread cleans up shortly after the server has seen the end.
  private static void awaitOpen(ConnectionPool pool, int connections) {
    while (pool.status().runningCalls() > 0
        || pool.status().openConnections() != connections
        || pool.status().idleConnections() != connections) {
      Thread.onSpinWait();
    }
  }

  /** Returns a pool with one open connection, so that opening it takes no time in the test. */
  private static ConnectionPool connected(PacedServer server) {
    ConnectionPool pool = server.pool().maxConnections(1).build();
    callOnce(pool, server);
    return pool;
  }

  private static void callOnce(ConnectionPool pool, PacedServer server) {
    HttpRequest http = HttpRequest.get(server.uri("/whole"));
    try (HttpResponse response = PoolCalls.open(pool, http, RunContext.standalone())) {
      var body = new byte[16];
      int length = response.read(body, 0, 16);
      assertThat(new String(body, 0, length, StandardCharsets.UTF_8)).isEqualTo("whole");
      assertThat(response.read(body, 0, 16)).isEqualTo(-1);
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
}
