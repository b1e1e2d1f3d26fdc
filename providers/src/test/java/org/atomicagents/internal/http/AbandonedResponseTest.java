package org.atomicagents.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.http.ConnectionPool;
import org.atomicagents.internal.http.pool.HttpResponse;
import org.atomicagents.model.Budget;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.RunContext;
import org.atomicagents.time.TimeSource;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A response that is neither read nor closed holds its permit until its time limit passes. */
@Timeout(60)
@SuppressWarnings("try") // the tests leave responses open
class AbandonedResponseTest {

  @Test
  void releasesThePermitWhenTheTotalTimeoutPasses() throws Exception {
    try (var server = streamsFirstThenResponds();
        var pool =
            ConnectionPool.builder()
                .maxConnections(1)
                .totalTimeout(Duration.ofSeconds(2))
                .build()) {
      HttpRequest http = HttpRequest.get(server.uri("/"));
      HttpResponse abandoned = PoolCalls.open(pool, http, RunContext.standalone());

      try (HttpResponse next = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(next.status()).isEqualTo(200);
      }

      server.takeHangUp();
      assertThatThrownBy(() -> abandoned.read(new byte[9], 0, 9))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 2000 ms while reading the response to GET %s (limit TOTAL).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
      abandoned.close();
    }
  }

  @Test
  void releasesThePermitWhenTheDeadlineOfTheRunPasses() throws Exception {
    try (var server = streamsFirstThenResponds();
        var pool = ConnectionPool.builder().maxConnections(1).maxPerHost(1).build()) {
      HttpRequest http = HttpRequest.get(server.uri("/"));
      HttpResponse abandoned = PoolCalls.open(pool, http, within(Duration.ofSeconds(2)));
      var buffer = new byte[3];
      assertThat(abandoned.read(buffer, 0, 3)).isEqualTo(3);

      try (HttpResponse next = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(next.status()).isEqualTo(200);
      }

      server.takeHangUp();
      assertThatThrownBy(() -> abandoned.read(buffer, 0, 3))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 2000 ms while reading the response to GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
    }
  }

  private static LoopbackServer streamsFirstThenResponds() {
    var count = new AtomicInteger();
    return LoopbackServer.start((request, client) -> {
      if (count.getAndIncrement() == 0) {
        client.begin(200, "text/plain");
        client.chunk("one");
        client.awaitHangUp();
      } else {
        client.respond(200, "text/plain", "ok");
      }
    });
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
