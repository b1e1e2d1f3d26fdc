package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.usage.UsageRuns.REQUEST;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.time.Duration;
import java.time.Instant;
import org.atomicagents.internal.usage.LocalUsageStore;
import org.atomicagents.model.Model;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageReleaseTest {
  private final UsageClock clock = new UsageClock();

  @Test
  void aStoreThatFailsToSettleBreaksNoResponse() {
    var store = new FailingStore();
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofRequests(5)).store(store).timeSource(clock).build();

    assertThat(send(responding(1, 1).with(limiter), run(clock))).hasSize(4);

    assertThat(store.settlements).isEqualTo(1);
  }

  @Test
  void abandonedRequestsAreReleasedWithoutARefusalOrAReport() {
    var store = new LocalUsageStore();
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofRequests(1_000_000))
            .store(store)
            .timeSource(clock)
            .build();
    Model model = responding(1, 1).with(limiter);
    for (int i = 0; i < 2_000; i++) {
      model.open(REQUEST, run(clock));
    }
    clock.advance(Duration.ofMinutes(11));
    for (int i = 0; i < 1_024; i++) {
      model.open(REQUEST, run(clock));
    }

    String key = store.keys().iterator().next();
    UsageBalance balance = store.balance(new UsageBucket(key, null), clock.now());
    assertThat(balance.used().requests()).isGreaterThanOrEqualTo(2_000);
    assertThat(balance.reserved().requests()).isLessThanOrEqualTo(1_024);
  }

  @Test
  void aResetPermitsTheUsageAgain() {
    var limiter = limiter(UsageLimits.ofRequests(1));
    Model model = responding(1, 1).with(limiter);
    send(model, run(clock));

    limiter.reset();

    send(model, run(clock));
    assertThat(limiter.report().used().requests()).isEqualTo(1);
  }

  private UsageLimiter limiter(UsageLimits limits) {
    return UsageLimiter.builder("m", limits).timeSource(clock).build();
  }

  /** A store whose connection breaks between a reservation and its settlement. */
  @Test
  void aStreamThatEndsWhileItIsAbandonedIsCorrectedAfterwards() {
    var store = new InterruptedStore();
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofTokens(1_000))
            .store(store)
            .timeSource(clock)
            .build();
    var late = UsageRuns.responding(4, 1).with(limiter).open(REQUEST, run(clock));
    var events = late.iterator();
    events.next();
    store.duringSettlement = () -> events.forEachRemaining(event -> {});
    clock.advance(Duration.ofMinutes(10));

    UsageAmount used = limiter.report().used();

    // The estimate was 10 input tokens.
    assertThat(used.inputTokens()).isEqualTo(4);
    assertThat(used.outputTokens()).isEqualTo(1);
    assertThat(used.requests()).isEqualTo(1);
    assertThat(limiter.report().reserved()).isEqualTo(UsageAmount.NONE);
  }

  /** A store whose first settlement runs an action before it takes effect. */
  private static final class InterruptedStore implements UsageStore {
    private final UsageStore store = UsageStore.inMemory();
    @Nullable Runnable duringSettlement;

    @Override
    public UsageDecision tryReserve(
        UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
      return store.tryReserve(bucket, estimate, limits, now);
    }

    @Override
    public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
      Runnable action = duringSettlement;
      duringSettlement = null;
      if (action != null) {
        action.run();
      }
      store.settle(bucket, released, used, now);
    }

    @Override
    public UsageBalance balance(UsageBucket bucket, Instant now) {
      return store.balance(bucket, now);
    }

    @Override
    public void reset(UsageBucket bucket) {
      store.reset(bucket);
    }
  }

  private static final class FailingStore implements UsageStore {
    int settlements;

    @Override
    public UsageDecision tryReserve(
        UsageBucket bucket, UsageAmount estimate, UsageLimits limits, Instant now) {
      return new UsageDecision(true, UsageBalance.EMPTY);
    }

    @Override
    public void settle(UsageBucket bucket, UsageAmount released, UsageAmount used, Instant now) {
      settlements++;
      throw new IllegalStateException("no connection");
    }

    @Override
    public UsageBalance balance(UsageBucket bucket, Instant now) {
      return UsageBalance.EMPTY;
    }

    @Override
    public void reset(UsageBucket bucket) {}
  }
}
