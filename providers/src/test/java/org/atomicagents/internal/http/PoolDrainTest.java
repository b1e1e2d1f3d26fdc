package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomicagents.error.CancelledException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Closing a pool lets running calls finish and rejects new calls. */
@Timeout(60)
@SuppressWarnings("try") // the tests close the pool early
class PoolDrainTest {

  @Test
  void letsTheRunningCallFinishAndRejectsNewCalls() throws Exception {
    var release = new CountDownLatch(1);
    try (var server =
            LoopbackServer.start((request, client) -> {
              release.await();
              client.respond(200, "text/plain", "ok");
            });
        var pool = ConnectionPool.builder().drainTimeout(Duration.ofMinutes(1)).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> running = threads.submit(() -> status(pool, server));
      server.takeRequest();

      Future<?> closing = threads.submit(pool::close);
      awaitRejection(pool, server);
      assertThat(closing.isDone()).isFalse();
      release.countDown();

      assertThat(running.get()).isEqualTo(200);
      closing.get();
      assertThat(pool.status().openConnections()).isZero();
      assertThat(pool.status().runningCalls()).isZero();
    }
  }

  @Test
  void abortsACallThatOutlastsTheDrainTimeout() throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.builder().drainTimeout(Duration.ofMillis(50)).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> running = threads.submit(() -> status(pool, server));
      server.takeRequest();

      pool.close();

      assertThatThrownBy(running::get).hasCauseInstanceOf(CancelledException.class);
      server.takeHangUp();
    }
  }

  @Test
  void anInterruptEndsTheWaitAndAbortsTheCall() throws Exception {
    try (var server = LoopbackServer.start((request, client) -> client.awaitHangUp());
        var pool = ConnectionPool.builder().drainTimeout(Duration.ofMinutes(10)).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Integer> running = threads.submit(() -> status(pool, server));
      server.takeRequest();
      Future<Boolean> closing =
          threads.submit(() -> {
            Thread.currentThread().interrupt();
            pool.close();
            return Thread.interrupted();
          });

      assertThat(closing.get()).isTrue();
      assertThatThrownBy(running::get).hasCauseInstanceOf(CancelledException.class);
      server.takeHangUp();
    }
  }

  @Test
  void closesImmediatelyWithoutRunningCalls() {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok")) {
      ConnectionPool pool = ConnectionPool.builder().drainTimeout(Duration.ofMinutes(10)).build();
      assertThat(status(pool, server)).isEqualTo(200);

      pool.close();

      assertThat(pool.status().openConnections()).isZero();
    }
  }

  private static void awaitRejection(ConnectionPool pool, LoopbackServer server) {
    while (true) {
      RunContext cancelled = RunContext.standalone();
      cancelled.cancel();
      try (HttpResponse response =
          PoolCalls.open(pool, HttpRequest.get(server.uri("/")), cancelled)) {
        throw new AssertionError(response);
      } catch (CancelledException e) {
        Thread.onSpinWait();
      } catch (IllegalStateException e) {
        return;
      }
    }
  }

  private static int status(ConnectionPool pool, LoopbackServer server) {
    try (HttpResponse response =
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      while (response.read(new byte[64], 0, 64) >= 0) {
        // Reads to the end, so that the connection is kept.
      }
      return response.status();
    }
  }
}
