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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whatever ends a stream of one piece a second, the server sees it before its next piece is due,
 * and the connection then carries the next call (HTTP/2) or is gone (HTTP/1.1).
 */
@Timeout(15)
class StreamEndTest {
  private static final String EACH =
      "HTTP_1, VIRTUAL\nHTTP_1, PLATFORM\nHTTP_2, VIRTUAL\nHTTP_2, PLATFORM";

  /** A reader that has read the first piece and waits for the next. */
  private static final class Reader {
    private final CompletableFuture<Boolean> reading = new CompletableFuture<>();
    private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
    private final CompletableFuture<AgentException> outcome = new CompletableFuture<>();
    private final CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    private final Thread thread;

    Reader(InterruptTest.Kind kind, ConnectionPool pool, PacedServer server, RunContext call) {
      thread = kind.start(() -> read(pool, HttpRequest.get(server.uri("/paced")), call));
    }

    void awaitFirstPiece(PacedServer server) throws Exception {
      assertThat(reading.get()).isTrue();
      server.beat();
    }

    private void read(ConnectionPool pool, HttpRequest http, RunContext call) {
      try (HttpResponse opened = PoolCalls.open(pool, http, call)) {
        answer.complete(opened);
        while (opened.read(new byte[9], 0, 9) >= 0) {
          reading.complete(true);
        }
        outcome.completeExceptionally(new AssertionError("The stream has come to its end."));
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
  @CsvSource(textBlock = EACH)
  void closingItFromAnotherThread(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      var reader = new Reader(kind, pool, server, RunContext.standalone());
      reader.awaitFirstPiece(server);

      reader.answer.get().close();

      requireSeenBeforeTheNextPiece(server);
      assertThat(reader.outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while reading the answer of GET " + server.uri("/paced") + ".");
      assertThat(reader.interrupted.get()).isFalse();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void interruptingItsReader(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      var reader = new Reader(kind, pool, server, RunContext.standalone());
      reader.awaitFirstPiece(server);

      reader.thread.interrupt();

      requireSeenBeforeTheNextPiece(server);
      assertThat(reader.outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage("Interrupted while reading the answer of GET " + server.uri("/paced") + ".");
      assertThat(reader.interrupted.get()).isTrue();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void cancellingItsRun(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      RunContext run = RunContext.standalone();
      var reader = new Reader(kind, pool, server, run);
      reader.awaitFirstPiece(server);

      run.cancel();

      requireSeenBeforeTheNextPiece(server);
      assertThat(reader.outcome.get()).isInstanceOf(CancelledException.class);
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void aDeadlineThatPasses(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      // Half-way between two pieces.
      var reader = new Reader(kind, pool, server, within(Duration.ofMillis(500)));

      requireSeenBeforeTheNextPiece(server);

      assertThat(reader.outcome.get())
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 500 ms while reading the answer of GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/paced")));
      assertThat(reader.interrupted.get()).isFalse();
      requireNothingLeaked(version, server, pool);
    }
  }

  @ParameterizedTest
  @CsvSource(textBlock = EACH)
  void closingAnAnswerThatNobodyReads(Version version, InterruptTest.Kind kind) throws Exception {
    try (PacedServer server = version.start("one");
        ConnectionPool pool = connected(server)) {
      kind.start(() ->
          PoolCalls.open(pool, HttpRequest.get(server.uri("/paced")), RunContext.standalone())
              .close());

      requireSeenBeforeTheNextPiece(server);
      requireNothingLeaked(version, server, pool);
    }
  }

  private static void requireSeenBeforeTheNextPiece(PacedServer server) throws Exception {
    assertThat(server.take()).isEqualTo(Seen.PIECE);
    assertThat(server.take()).isEqualTo(Seen.HANG_UP);
  }

  private static void requireNothingLeaked(
      Version version, PacedServer server, ConnectionPool pool) {
    boolean stays = version == Version.HTTP_2;
    awaitOpen(pool, stays ? 1 : 0);

    callOnce(pool, server);

    awaitOpen(pool, 1);
    assertThat(server.connections()).isEqualTo(stays ? 1 : 2);
    assertThat(pool.status().idleConnections()).isOne();
    assertThat(pool.status().queuedCalls()).isZero();
  }

  // The thread that reads cleans up a moment after the server has seen the end.
  private static void awaitOpen(ConnectionPool pool, int connections) {
    while (pool.status().runningCalls() > 0 || pool.status().openConnections() != connections) {
      Thread.onSpinWait();
    }
  }

  /** A pool of one connection that is open already, so that no time goes into opening it. */
  private static ConnectionPool connected(PacedServer server) {
    ConnectionPool pool = server.pool().maxConnections(1).build();
    callOnce(pool, server);
    return pool;
  }

  private static void callOnce(ConnectionPool pool, PacedServer server) {
    HttpRequest http = HttpRequest.get(server.uri("/whole"));
    try (HttpResponse answer = PoolCalls.open(pool, http, RunContext.standalone())) {
      var body = new byte[16];
      int length = answer.read(body, 0, 16);
      assertThat(new String(body, 0, length, StandardCharsets.UTF_8)).isEqualTo("whole");
      assertThat(answer.read(body, 0, 16)).isEqualTo(-1);
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
