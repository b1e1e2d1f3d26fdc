package org.atomicagents.examples.scaleout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.Outcome;
import org.atomicagents.examples.scaleout.places.ModelSource;
import org.atomicagents.examples.scaleout.places.OpenedModel;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Ticket;
import org.atomicagents.examples.scaleout.places.TicketTriageAgent.Triage;
import org.atomicagents.limit.BlockPermitStore;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.redis.RedisStores;
import org.atomicagents.support.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Permits in blocks from a real Redis. */
@Timeout(120)
class BlocksInRedisTest {
  private static final int CALLS = 20_000;
  private static final ModelSource SOURCE =
      ModelSource.of("{\"urgency\":\"LOW\",\"summary\":\"A question.\"}");

  /** A store that counts the calls of another one. */
  private record Counted(PermitStore store, AtomicLong calls) implements PermitStore {
    @Override
    public Duration tryTake(PermitBucket bucket, long permits) {
      calls.incrementAndGet();
      return store.tryTake(bucket, permits);
    }

    @Override
    public void add(PermitBucket bucket, long permits) {
      calls.incrementAndGet();
      store.add(bucket, permits);
    }
  }

  // A machine that stops for a second exceeds the default time limit, which fails a request.
  private static PermitStore patient(RedisStores redis) {
    return redis.withTimeout(Duration.ofSeconds(20)).permits();
  }

  @Test
  void limitsRequestsAndTokensWithFewCallsOfRedis() throws Exception {
    var calls = new AtomicLong();
    List<Ticket> tickets = OneAgentFourPlaces.tickets(CALLS);
    try (RedisServer server = RedisServer.start();
        RedisStores redis = RedisStores.connect(server.uri());
        OpenedModel opened = SOURCE.open();
        var permits = BlockPermitStore.over(new Counted(patient(redis), calls))) {
      RateLimit limit =
          RateLimit.perMinute(600_000).tokens(600_000_000).store(permits).burst(0.02).build();

      List<Outcome<Triage>> outcomes =
          Batch.of(TicketTriageAgent.of(opened.model().with(limit)))
              .withMaxConcurrency(64)
              .run(tickets);

      assertThat(outcomes).hasSize(CALLS).allMatch(o -> o instanceof Outcome.Success<Triage>);
    }
    // Without blocks, each call takes requests and tokens, and returns tokens.
    assertThat(calls.get()).isLessThan(CALLS / 2);
  }
}
