package org.atomicagents.internal.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.limit.AdaptiveConcurrency;
import org.atomicagents.limit.DrivenClock;
import org.atomicagents.limit.OutputCharge;
import org.atomicagents.limit.PermitBucket;
import org.atomicagents.limit.PermitStore;
import org.atomicagents.limit.RateLimits;
import org.atomicagents.model.TokenCounter;
import org.junit.jupiter.api.Test;

class BucketSetTest {
  private final List<Long> settledLimits = new ArrayList<>();

  private final PermitStore store =
      new PermitStore() {
        @Override
        public Duration tryTake(PermitBucket bucket, long permits) {
          return Duration.ZERO;
        }

        @Override
        public void add(PermitBucket bucket, long permits) {
          settledLimits.add(bucket.perMinute());
        }
      };

  @Test
  void settlesPermitsWithTheLimitsInForce() {
    var buckets =
        new BucketSet(
            new LimitSettings(
                "test",
                new RateLimits(600, 0, 0, 0),
                1,
                AdaptiveConcurrency.ofDefaults(),
                true,
                TokenCounter.heuristic(),
                100,
                OutputCharge.USED,
                true,
                store,
                0,
                DrivenClock.stopped()));
    var taken = buckets.tryTake(0, RequestAmount.NO_TOKENS).taken();

    buckets.learn(new RateLimits(60, 0, 0, 0));
    buckets.giveBack(0, taken);

    assertThat(settledLimits).containsExactly(60L);
  }
}
