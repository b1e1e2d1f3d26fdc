package org.atomicagents.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.atomicagents.usage.UsageRuns.responding;
import static org.atomicagents.usage.UsageRuns.run;
import static org.atomicagents.usage.UsageRuns.send;

import java.time.Duration;
import java.util.Set;
import org.atomicagents.internal.usage.LocalUsageStore;
import org.junit.jupiter.api.Test;

class LocalUsageStoreTest {
  @Test
  void bucketsOfPastWindowsAreRemoved() {
    var clock = new UsageClock();
    var store = new LocalUsageStore();
    var limiter =
        UsageLimiter.builder("m", UsageLimits.ofRequests(5))
            .window(UsageWindow.minute())
            .store(store)
            .timeSource(clock)
            .build();

    for (int minute = 0; minute < 50; minute++) {
      for (int tenant = 0; tenant < 100; tenant++) {
        send(responding(1, 1).with(limiter.forTenant("t" + tenant)), run(clock));
      }
      clock.advance(Duration.ofMinutes(1));
    }

    // Those of two minutes are kept, and as many are added between two scans.
    assertThat(store.keys()).hasSizeLessThan(1_000);
    assertThat(limiter.reports()).hasSize(100);
  }

  @Test
  void totalsAreKept() {
    var clock = new UsageClock();
    var limiter = UsageLimiter.builder("m", UsageLimits.ofRequests(5)).timeSource(clock).build();
    Set<String> tenants = Set.of("a", "b");
    tenants.forEach(tenant -> send(responding(1, 1).with(limiter.forTenant(tenant)), run(clock)));
    for (int i = 0; i < 2_000; i++) {
      send(responding(1, 1).with(limiter.forTenant("t" + i)), run(clock));
    }

    clock.advance(Duration.ofDays(10_000));

    assertThat(tenants)
        .allMatch(tenant -> limiter.forTenant(tenant).report().used().requests() == 1);
  }
}
