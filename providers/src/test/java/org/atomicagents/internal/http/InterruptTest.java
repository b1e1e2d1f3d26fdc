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

/** An interrupt ends a blocked call immediately, and the server sees the connection close. */
@Timeout(60)
@SuppressWarnings("try") // some tests close a resource early
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

  private record Outcome(String message, boolean interrupted) {}

  @ParameterizedTest
  @EnumSource
  void endsTheWaitForAResponse(Kind kind) throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.ofDefaults()) {
      var outcome = new CompletableFuture<Outcome>();
      Thread caller = kind.start(() -> call(pool, server, new CountDownLatch(1), outcome));
      server.takeRequest();

      caller.interrupt();

      assertThat(outcome.get())
          .isEqualTo(
              new Outcome(
                  "Interrupted while waiting for a response to GET " + server.uri("/") + ".",
                  true));
      server.takeHangUp();
      assertThat(server.requests()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsTheWaitForAResponseOnAReusedConnection(Kind kind) throws Exception {
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

      assertThat(outcome.get().interrupted()).isTrue();
      server.takeHangUp();
      assertThat(server.requests()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsTheReadOfAResponse(Kind kind) throws Exception {
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
                  "Interrupted while reading the response to GET " + server.uri("/") + ".", true));
      server.takeHangUp();
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsTheWaitInTheQueue(Kind kind) throws Exception {
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
  void preventsTheCallBeforeItStarts(Kind kind) throws Exception {
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
  void closingFromAnotherThreadEndsAReadAndClosesTheConnection(Kind kind) throws Exception {
    try (var server = streaming();
        var pool = ConnectionPool.ofDefaults();
        var response =
            PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      var outcome = new CompletableFuture<Outcome>();
      var reading = new CountDownLatch(1);
      kind.start(() -> read(response, reading, outcome));
      reading.await();

      response.close();
      response.close();

      assertThat(outcome.get())
          .isEqualTo(
              new Outcome(
                  "Closed while reading the response to GET " + server.uri("/") + ".", false));
      server.takeHangUp();
    }
  }

  @ParameterizedTest
  @EnumSource
  void closingAnUnreadResponseClosesTheConnection(Kind kind) throws Exception {
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
    try (var response =
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      read(response, reading, outcome);
    } catch (CancelledException e) {
      outcome.complete(new Outcome(e.getMessage(), Thread.currentThread().isInterrupted()));
    } catch (Throwable e) {
      outcome.completeExceptionally(e);
    }
  }

  private static void read(
      HttpResponse response, CountDownLatch reading, CompletableFuture<Outcome> outcome) {
    try {
      var buffer = new byte[64];
      while (response.read(buffer, 0, 64) >= 0) {
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
