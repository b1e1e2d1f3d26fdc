package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.atomicagents.error.TransportException;
import org.atomicagents.http.ApiKey;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.http.PoolStatus;
import org.atomicagents.internal.http.pool.HttpConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.RunContext;
import org.atomicagents.openai.OpenAi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("try") // one test closes its server early
class PoolStatusTest {

  @Test
  void isAllZeroBeforeTheFirstCall() {
    try (var pool = ConnectionPool.ofDefaults()) {
      assertThat(pool.status())
          .isEqualTo(new PoolStatus(0, 0, 0, 0, Duration.ZERO, 0, Duration.ZERO));
    }
  }

  @Test
  void countsRunningAndQueuedCalls() throws Exception {
    var release = new CountDownLatch(1);
    try (var server =
            LoopbackServer.start((request, client) -> {
              release.await();
              client.respond(200, "text/plain", "ok");
            });
        var pool = ConnectionPool.builder().maxConnections(2).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(threads.submit(() -> get(pool, server)));
      }
      server.takeRequest();
      server.takeRequest();
      while (pool.status().queuedCalls() < 3) {
        Thread.onSpinWait();
      }

      PoolStatus busy = pool.status();
      release.countDown();
      for (Future<?> call : calls) {
        call.get();
      }
      PoolStatus idle = pool.status();

      assertThat(busy.openConnections()).isEqualTo(2);
      assertThat(busy.idleConnections()).isZero();
      assertThat(busy.runningCalls()).isEqualTo(2);
      assertThat(busy.longestWait()).isPositive();
      assertThat(busy.admittedCalls()).isEqualTo(2);
      assertThat(idle.openConnections()).isEqualTo(2);
      assertThat(idle.idleConnections()).isEqualTo(2);
      assertThat(idle.runningCalls()).isZero();
      assertThat(idle.queuedCalls()).isZero();
      assertThat(idle.longestWait()).isZero();
      assertThat(idle.admittedCalls()).isEqualTo(5);
      assertThat(idle.totalWait()).isGreaterThanOrEqualTo(busy.longestWait());
    }
  }

  @Test
  void idleConnectionsAreClosedForConnectionsToAnotherServer() throws Exception {
    try (var first = LoopbackServer.answering(404, "text/plain", "");
        var second = LoopbackServer.answering(200, "text/plain", "ok");
        var pool = ConnectionPool.builder().maxConnections(4).build();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      HttpConnectionPool.of(pool).warmUp(HttpRequest.head(first.uri("/")), 4);
      assertThat(pool.status().openConnections()).isEqualTo(4);

      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        calls.add(threads.submit(() -> get(pool, second)));
      }
      for (Future<?> call : calls) {
        call.get();
        assertThat(pool.status().openConnections()).isLessThanOrEqualTo(4);
      }
      assertThat(pool.status().openConnections()).isBetween(1, 4);
    }
  }

  @Test
  void warmUpOpensConnectionsThatCallsReuse() {
    try (var server = LoopbackServer.answering(404, "text/plain", "");
        var pool = ConnectionPool.ofDefaults();
        var client =
            OpenAi.builder()
                .apiKey(ApiKey.of("sk-secret"))
                .baseUrl(server.uri("/v1"))
                .pool(pool)
                .build()) {
      client.warmUp(3);

      assertThat(server.connections()).isEqualTo(3);
      assertThat(pool.status().idleConnections()).isEqualTo(3);
      get(pool, server);
      assertThat(server.connections()).isEqualTo(3);
    }
  }

  @Test
  void warmUpSendsNoApiKey() throws Exception {
    try (var server = LoopbackServer.answering(404, "text/plain", "");
        var client =
            OpenAi.builder().apiKey(ApiKey.of("sk-secret")).baseUrl(server.uri("/v1")).build()) {
      client.warmUp(1);

      LoopbackServer.Received received = server.takeRequest();
      assertThat(received.method()).isEqualTo("HEAD");
      assertThat(received.path()).isEqualTo("/v1");
      assertThat(received.headers().toString()).doesNotContain("sk-secret");
    }
  }

  @Test
  void warmUpReportsFailuresAndInvalidCounts() {
    try (var closed = LoopbackServer.answering(200, "text/plain", "");
        var client = OpenAi.at(closed.uri("/v1"))) {
      closed.close();

      assertThatThrownBy(() -> client.warmUp(1)).isInstanceOf(TransportException.class);
      assertThatThrownBy(() -> client.warmUp(101))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "connections: expected 1 to 100 (maxConnections, maxPerHost, maxIdle), found 101");
    }
  }

  private static void get(ConnectionPool pool, LoopbackServer server) {
    try (HttpResponse response =
        PoolCalls.open(pool, HttpRequest.get(server.uri("/")), RunContext.standalone())) {
      while (response.read(new byte[64], 0, 64) >= 0) {
        // Reads to the end, so that the connection is kept.
      }
    }
  }
}
