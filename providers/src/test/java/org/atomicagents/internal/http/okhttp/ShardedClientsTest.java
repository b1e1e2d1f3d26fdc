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

/** More calls at a time than the connections that are kept together. */
@Timeout(60)
class ShardedClientsTest {
  private static final int MANY = 600;

  @Test
  void allConnectionsOfACrowdAreUsedAgain() throws Exception {
    try (LoopbackServer server = answeringTogether(MANY);
        var pool = ConnectionPool.builder().maxConnections(MANY).build()) {
      crowd(pool, server);
      assertThat(server.connections()).isEqualTo(MANY);

      crowd(pool, server);

      PoolStatus status = pool.status();
      assertThat(server.connections()).isEqualTo(MANY);
      assertThat(status.openConnections()).isEqualTo(MANY);
      assertThat(status.idleConnections()).isEqualTo(MANY);
    }
  }

  @Test
  void oneCallAfterTheOtherStaysOnOneConnection() {
    try (var server = LoopbackServer.answering(200, "text/plain", "ok");
        var pool = ConnectionPool.builder().maxConnections(MANY).build()) {
      for (int i = 0; i < 20; i++) {
        get(pool, server);
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void noMoreStayIdleThanMay() throws Exception {
    try (LoopbackServer server = answeringTogether(MANY);
        var pool = ConnectionPool.builder().maxConnections(MANY).maxIdle(20).build()) {
      crowd(pool, server);
      while (pool.status().idleConnections() > 20) {
        Thread.onSpinWait();
      }

      crowd(pool, server);

      assertThat(server.connections()).isGreaterThanOrEqualTo(2 * MANY - 20);
    }
  }

  @Test
  void aCrowdBeforeTwoServersHasNoMoreConnectionsThanMayBe() throws Exception {
    try (LoopbackServer one = answeringTogether(MANY);
        LoopbackServer other = answeringTogether(MANY);
        var pool = ConnectionPool.builder().maxConnections(MANY).build()) {
      crowd(pool, one);
      crowd(pool, other);

      assertThat(other.connections()).isEqualTo(MANY);
      assertThat(pool.status().openConnections()).isEqualTo(MANY);
    }
  }

  @Test
  void closingClosesAllOfThem() throws Exception {
    try (LoopbackServer server = answeringTogether(MANY)) {
      var pool = ConnectionPool.builder().maxConnections(MANY).build();
      crowd(pool, server);

      pool.close();

      assertThat(pool.status().openConnections()).isZero();
    }
  }

  /** Each answer waits until so many have been asked for. */
  private static LoopbackServer answeringTogether(int calls) {
    var all = new CyclicBarrier(calls);
    return LoopbackServer.start((request, client) -> {
      all.await();
      client.respond(200, "text/plain", "ok");
    });
  }

  private static void crowd(ConnectionPool pool, LoopbackServer server) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        calls.add(threads.submit(() -> get(pool, server)));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    }
  }

  private static void get(ConnectionPool pool, LoopbackServer server) {
    try (HttpResponse answer =
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      answer.finish();
    }
  }
}
