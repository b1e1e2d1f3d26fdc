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
import org.atomicagents.model.TimeSource;
import org.atomicagents.model.Timings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer that nobody reads or closes holds its place until its time has passed, not longer. */
@Timeout(60)
@SuppressWarnings("try") // that nobody closes an answer is what the tests are about
class AbandonedResponseTest {

  @Test
  void anAnswerGivesItsPlaceBackWhenItsTimeHasPassed() throws Exception {
    try (var server = firstStreamsThenOk();
        var pool =
            ConnectionPool.builder()
                .maxConnections(1)
                .totalTimeout(Duration.ofSeconds(1))
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
              "Timed out after 1000 ms while reading the answer of GET %s (limit TOTAL).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
      abandoned.close();
    }
  }

  @Test
  void anAnswerGivesItsPlaceBackWhenTheDeadlineOfItsRunHasPassed() throws Exception {
    try (var server = firstStreamsThenOk();
        var pool = ConnectionPool.builder().maxConnections(1).maxPerHost(1).build()) {
      HttpRequest http = HttpRequest.get(server.uri("/"));
      HttpResponse abandoned = PoolCalls.open(pool, http, within(Duration.ofSeconds(1)));
      var buffer = new byte[3];
      assertThat(abandoned.read(buffer, 0, 3)).isEqualTo(3);

      try (HttpResponse next = PoolCalls.open(pool, http, RunContext.standalone())) {
        assertThat(next.status()).isEqualTo(200);
      }

      server.takeHangUp();
      assertThatThrownBy(() -> abandoned.read(buffer, 0, 3))
          .isInstanceOf(TimedOutException.class)
          .hasMessage(
              "Timed out after 1000 ms while reading the answer of GET %s (limit DEADLINE).\nRaise the limit, or ask for less."
                  .formatted(server.uri("/")));
    }
  }

  private static LoopbackServer firstStreamsThenOk() {
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
