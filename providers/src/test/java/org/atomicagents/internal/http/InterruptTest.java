package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.CancelledException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits ends at once when its thread is interrupted, and the server sees it go. */
@Timeout(60)
@SuppressWarnings("try") // an early close is what some tests are about
public class InterruptTest {
  public enum Kind {
    VIRTUAL,
    PLATFORM;

    public Thread start(Runnable work) {
      return this == VIRTUAL
          ? Thread.ofVirtual().start(work)
          : Thread.ofPlatform().daemon().start(work);
    }
  }

  private record Outcome(String message, boolean flag) {}

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForAnAnswer(Kind kind) throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.ofDefaults()) {
      var outcome = new CompletableFuture<Outcome>();
      Thread caller = kind.start(() -> call(pool, server, new CountDownLatch(1), outcome));
      server.takeRequest();

      caller.interrupt();

      assertThat(outcome.get())
          .isEqualTo(
              new Outcome(
                  "Interrupted while waiting for an answer to GET " + server.uri("/") + ".", true));
      server.takeHangUp();
      assertThat(server.requests()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void onAConnectionThatWasUsedBefore(Kind kind) throws Exception {
    var count = new AtomicInteger();
    try (var server =
            LoopbackServer.start((request, client) -> {
              if (count.getAndIncrement() == 0) {
                client.respond(200, "text/plain", "ok");
              } else {
                client.awaitHangUp();
              }
            });
        var pool = ConnectionPool.ofDefaults()) {
      var first = new CompletableFuture<Outcome>();
      kind.start(() -> call(pool, server, new CountDownLatch(1), first));
      server.takeRequest();
      assertThat(first.get()).isEqualTo(new Outcome("read", false));
      var outcome = new CompletableFuture<Outcome>();
      Thread caller = kind.start(() -> call(pool, server, new CountDownLatch(1), outcome));
      server.takeRequest();

      caller.interrupt();

      assertThat(outcome.get().flag()).isTrue();
      server.takeHangUp();
      assertThat(server.requests()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileItReadsAnAnswer(Kind kind) throws Exception {
    try (var server = streaming();
        var pool = ConnectionPool.ofDefaults()) {
      var outcome = new CompletableFuture<Outcome>();
      var reading = new CountDownLatch(1);
      Thread caller = kind.start(() -> call(pool, server, reading, outcome));
      reading.await();

      caller.interrupt();

      assertThat(outcome.get())
          .isEqualTo(
              new Outcome(
                  "Interrupted while reading the answer of GET " + server.uri("/") + ".", true));
      server.takeHangUp();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whileItWaitsForItsTurn(Kind kind) throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.builder().maxConnections(1).drainTimeout(Duration.ZERO).build()) {
      var first = new CompletableFuture<Outcome>();
      kind.start(() -> call(pool, server, new CountDownLatch(1), first));
      server.takeRequest();
      var outcome = new CompletableFuture<Outcome>();
      Thread caller = kind.start(() -> call(pool, server, new CountDownLatch(1), outcome));
      while (pool.status().queuedCalls() < 1) {
        Thread.onSpinWait();
      }

      caller.interrupt();

      assertThat(outcome.get())
          .isEqualTo(
              new Outcome(
                  "Interrupted while waiting for a free connection to %s (the pool has 1, 1 for one host)."
                      .formatted(server.uri("")),
                  true));
    }
  }

  @ParameterizedTest
  @EnumSource
  void beforeItBegins(Kind kind) throws Exception {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok");
        var pool = ConnectionPool.ofDefaults()) {
      var outcome = new CompletableFuture<Outcome>();
      kind.start(() -> {
        Thread.currentThread().interrupt();
        call(pool, server, new CountDownLatch(1), outcome);
      });

      assertThat(outcome.get())
          .isEqualTo(new Outcome("Interrupted while sending GET " + server.uri("/") + ".", true));
      assertThat(server.connections()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingFromAnotherThreadEndsAReadAndTheServerSeesIt(Kind kind) throws Exception {
    try (var server = streaming();
        var pool = ConnectionPool.ofDefaults();
        var answer =
            PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      var outcome = new CompletableFuture<Outcome>();
      var reading = new CountDownLatch(1);
      kind.start(() -> read(answer, reading, outcome));
      reading.await();

      answer.close();
      answer.close();

      assertThat(outcome.get())
          .isEqualTo(
              new Outcome(
                  "Closed while reading the answer of GET " + server.uri("/") + ".", false));
      server.takeHangUp();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingAnAnswerThatNobodyReadsIsSeenByTheServer(Kind kind) throws Exception {
    try (var server = streaming();
        var pool = ConnectionPool.builder().maxConnections(1).build()) {
      var closed = new CompletableFuture<Boolean>();
      kind.start(() -> {
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone()).close();
        closed.complete(true);
      });

      closed.get();

      server.takeHangUp();
      PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone()).close();
    }
  }

  private static LoopbackServer streaming() {
    return LoopbackServer.start((request, client) -> {
      client.begin(200, "text/plain");
      client.chunk("one");
      client.awaitHangUp();
    });
  }

  private static void call(
      ConnectionPool pool,
      LoopbackServer server,
      CountDownLatch reading,
      CompletableFuture<Outcome> outcome) {
    try (var answer =
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      read(answer, reading, outcome);
    } catch (CancelledException e) {
      outcome.complete(new Outcome(e.getMessage(), Thread.currentThread().isInterrupted()));
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  private static void read(
      HttpResponse answer, CountDownLatch reading, CompletableFuture<Outcome> outcome) {
    try {
      var buffer = new byte[64];
      while (answer.read(buffer, 0, 64) >= 0) {
        reading.countDown();
      }
      outcome.complete(new Outcome("read", Thread.currentThread().isInterrupted()));
    } catch (CancelledException e) {
      outcome.complete(new Outcome(e.getMessage(), Thread.currentThread().isInterrupted()));
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }
}
