package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.CancelledException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cancelling a run ends its blocked call immediately and releases the call's permit. */
@Timeout(60)
class CancellationTest {

  @ParameterizedTest
  @EnumSource
  void endsTheWaitForAResponse(InterruptTest.Kind kind) throws Exception {
    try (var server = silentOnce();
        var pool = ConnectionPool.builder().maxConnections(1).build()) {
      HttpRequest http = HttpRequest.get(server.uri("/"));
      RunContext run = RunContext.standalone();
      CompletableFuture<Throwable> outcome = open(kind, pool, http, run);
      server.takeRequest();

      run.cancel();

      assertThat(outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while waiting for a response to GET " + server.uri("/") + ".");
      server.takeHangUp();
      try (HttpResponse next = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(next.status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void endsTheWaitInTheQueue(InterruptTest.Kind kind) throws Exception {
    try (var server = silentOnce();
        var pool = ConnectionPool.builder().maxConnections(2).maxPerHost(1).build()) {
      HttpRequest http = HttpRequest.get(server.uri("/"));
      RunContext first = RunContext.standalone();
      CompletableFuture<Throwable> firstOutcome = open(kind, pool, http, first);
      server.takeRequest();
      RunContext run = RunContext.standalone();
      CompletableFuture<Throwable> outcome = open(kind, pool, http, run);
      while (pool.status().queuedCalls() < 1) {
        Thread.onSpinWait();
      }

      run.cancel();

      assertThat(outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage(
              "Closed while waiting for a free connection to %s (the pool has 2, 1 for one host)."
                  .formatted(server.uri("")));
      assertThat(pool.status().queuedCalls()).isZero();
      first.cancel();
      assertThat(firstOutcome.get()).isInstanceOf(CancelledException.class);
      PoolCalls.open(pool, http, RunContext.standalone()).close();
    }
  }

  @Test
  void endsTheReadOfAResponse() throws Exception {
    var reading = new CountDownLatch(1);
    try (var server =
            LoopbackServer.start((request, client) -> {
              client.begin(200, "text/plain");
              client.chunk("one");
              client.awaitHangUp();
            });
        var pool = ConnectionPool.ofDefaults()) {
      RunContext run = RunContext.standalone();
      var outcome = new CompletableFuture<Throwable>();
      Thread.ofVirtual()
          .start(() -> {
            try (HttpResponse response =
                PoolCalls.open(pool, HttpRequest.get(server.uri("/")), run)) {
              while (response.read(new byte[9], 0, 9) >= 0) {
                reading.countDown();
              }
            } catch (Throwable e) {
              outcome.complete(e);
            }
          });
      reading.await();

      run.cancel();

      assertThat(outcome.get())
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while reading the response to GET " + server.uri("/") + ".");
      server.takeHangUp();
    }
  }

  @Test
  void preventsTheCallBeforeItStarts() {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok");
        var pool = ConnectionPool.ofDefaults()) {
      RunContext run = RunContext.standalone();
      run.cancel();

      assertThatThrownBy(() -> PoolCalls.open(pool, HttpRequest.get(server.uri("/")), run))
          .isInstanceOf(CancelledException.class)
          .hasMessage("Closed while sending GET " + server.uri("/") + ".");
      assertThat(server.connections()).isZero();
    }
  }

  /** Starts a server that never responds to the first request, and responds to each later one. */
  private static LoopbackServer silentOnce() {
    var count = new AtomicInteger();
    return LoopbackServer.start((request, client) -> {
      if (count.getAndIncrement() == 0) {
        client.awaitHangUp();
      } else {
        client.respond(200, "text/plain", "ok");
      }
    });
  }

  private static CompletableFuture<Throwable> open(
      InterruptTest.Kind kind, ConnectionPool pool, HttpRequest http, RunContext run) {
    var outcome = new CompletableFuture<Throwable>();
    kind.start(() -> {
      try (HttpResponse response = PoolCalls.open(pool, http, run)) {
        outcome.complete(new AssertionError("unexpected response " + response.status()));
      } catch (Throwable e) {
        outcome.complete(e);
      }
    });
    return outcome;
  }
}
