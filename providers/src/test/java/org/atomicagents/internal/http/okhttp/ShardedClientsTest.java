package org.atomicagents.internal.http.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.internal.http.PoolCalls;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pools with more concurrent calls than one shard takes. */
@Timeout(60)
class ShardedClientsTest {
  private static final int CALLS = 600;

  @Test
  void reusesAllConnectionsOfConcurrentCalls() throws Exception {
    try (LoopbackServer server = respondingTogether(CALLS);
        var pool = ConnectionPool.builder().maxConnections(CALLS).build()) {
      callConcurrently(pool, server);
      assertThat(server.connections()).isEqualTo(CALLS);

      callConcurrently(pool, server);

      PoolStatus status = pool.status();
      assertThat(server.connections()).isEqualTo(CALLS);
      assertThat(status.openConnections()).isEqualTo(CALLS);
      assertThat(status.idleConnections()).isEqualTo(CALLS);
    }
  }

  @Test
  void usesOneConnectionForSequentialCalls() {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok");
        var pool = ConnectionPool.builder().maxConnections(CALLS).build()) {
      for (int i = 0; i < 20; i++) {
        get(pool, server);
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void keepsAtMostTheMaximumOfIdleConnections() throws Exception {
    try (LoopbackServer server = respondingTogether(CALLS);
        var pool = ConnectionPool.builder().maxConnections(CALLS).maxIdle(20).build()) {
      callConcurrently(pool, server);
      while (pool.status().idleConnections() > 20) {
        Thread.onSpinWait();
      }

      callConcurrently(pool, server);

      assertThat(server.connections()).isGreaterThanOrEqualTo(2 * CALLS - 20);
    }
  }

  @Test
  void limitsConnectionsAcrossTwoServers() throws Exception {
    try (LoopbackServer first = respondingTogether(CALLS);
        LoopbackServer second = respondingTogether(CALLS);
        var pool = ConnectionPool.builder().maxConnections(CALLS).build()) {
      callConcurrently(pool, first);
      callConcurrently(pool, second);

      assertThat(second.connections()).isEqualTo(CALLS);
      assertThat(pool.status().openConnections()).isEqualTo(CALLS);
    }
  }

  @Test
  void closesAllConnectionsWithThePool() throws Exception {
    try (LoopbackServer server = respondingTogether(CALLS)) {
      var pool = ConnectionPool.builder().maxConnections(CALLS).build();
      callConcurrently(pool, server);

      pool.close();

      assertThat(pool.status().openConnections()).isZero();
    }
  }

  /** Starts a server that holds back its responses until it has received that many requests. */
  private static LoopbackServer respondingTogether(int calls) {
    var barrier = new CyclicBarrier(calls);
    return LoopbackServer.start((request, client) -> {
      barrier.await();
      client.respond(200, "text/plain", "ok");
    });
  }

  private static void callConcurrently(ConnectionPool pool, LoopbackServer server)
      throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        calls.add(threads.submit(() -> get(pool, server)));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  private static void get(ConnectionPool pool, LoopbackServer server) {
    try (HttpResponse response =
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      var buffer = new byte[64];
      while (response.read(buffer, 0, 64) >= 0) {
        // Reads to the end, so that the connection is kept, however slow the machine is.
      }
    }
  }
}
