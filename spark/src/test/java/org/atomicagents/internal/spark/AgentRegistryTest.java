package org.atomicagents.internal.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;

class AgentRegistryTest {
  private final ManualClock clock = new ManualClock();
  private final AgentRegistry<String, Resource> registry =
      new AgentRegistry<>(clock, Duration.ofMinutes(1));

  @Test
  void sharesAnAgentBetweenItsUsers() {
    Resource first = registry.acquire("a", Resource::new);
    Resource second = registry.acquire("a", Resource::new);

    assertThat(second).isSameAs(first);
    assertThat(registry.acquire("b", Resource::new)).isNotSameAs(first);
  }

  @Test
  void closesAnAgentAfterTheIdleTime() throws Exception {
    Resource agent = registry.acquire("a", Resource::new);
    registry.acquire("a", Resource::new);
    registry.release("a");
    registry.release("a");

    clock.endSleep();
    agent.closed.await();

    assertThat(registry.size()).isZero();
  }

  @Test
  void keepsAnAgentThatIsUsedAgainWithinTheIdleTime() throws Exception {
    Resource agent = registry.acquire("a", Resource::new);
    registry.release("a");
    Semaphore firstSleep = clock.nextSleep();
    assertThat(registry.acquire("a", Resource::new)).isSameAs(agent);
    registry.release("a");

    firstSleep.release();
    clock.awaitEnded();

    assertThat(registry.size()).isOne();
    clock.endSleep();
    agent.closed.await();
  }

  @Test
  void createsAnAgentAgainAfterAFailure() {
    var attempts = new AtomicInteger();

    assertThatThrownBy(() ->
            registry.acquire(
                "a",
                () -> {
                  attempts.incrementAndGet();
                  throw new IllegalStateException("no key");
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no key");
    assertThat(registry.acquire("a", Resource::new)).isNotNull();
    assertThat(attempts).hasValue(1);
  }

  @Test
  void closesAllAgentsAtTheEnd() {
    Resource agent = registry.acquire("a", Resource::new);

    registry.closeAll();

    assertThat(agent.closed.getCount()).isZero();
    assertThat(registry.size()).isZero();
  }

  private static final class Resource implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /** A clock whose sleeps end when the test ends them, in their order. */
  private static final class ManualClock implements TimeSource {
    private final LinkedBlockingQueue<Semaphore> sleeps = new LinkedBlockingQueue<>();
    private final Semaphore ended = new Semaphore(0);

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
      var sleep = new Semaphore(0);
      sleeps.add(sleep);
      sleep.acquire();
      ended.release();
    }

    Semaphore nextSleep() throws InterruptedException {
      return sleeps.take();
    }

    void endSleep() throws InterruptedException {
      sleeps.take().release();
    }

    void awaitEnded() throws InterruptedException {
      ended.acquire();
    }
  }
}
