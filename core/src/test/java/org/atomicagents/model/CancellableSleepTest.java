package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.model.RetryScenario.HALF;
import static org.atomicagents.model.RetryScenario.fails;
import static org.atomicagents.model.RetryScenario.hangs;
import static org.atomicagents.model.RetryScenario.responds;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.CancelledException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.time.Phase;
import org.atomicagents.time.TimeSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CancellableSleepTest {
  private final AgentException busy =
      UnavailableException.of(new ProviderError("p", 503, null, "Busy", "{}"), null);

  private final VirtualClock clock = VirtualClock.blocking();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsTheWaitAndKeepsTheFlag(boolean virtual) throws Exception {
    var scenario = new RetryScenario(fails(busy), responds());
    RunContext context = scenario.context(clock);
    var flag = new CompletableFuture<Boolean>();
    var request =
        new FutureTask<>(() -> {
          try {
            return scenario.send(HALF, context);
          } finally {
            flag.complete(Thread.currentThread().isInterrupted());
          }
        });
    Thread sender = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(request);
    clock.awaitSleep();

    sender.interrupt();

    assertThatThrownBy(request::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting to retry a request.");
    assertThat(flag.get()).isTrue();
    assertThat(context.requests()).isEqualTo(1);
  }

  @Test
  void cancellingARunEndsItsWait() throws Exception {
    var scenario = new RetryScenario(fails(busy), responds());
    RunContext context = scenario.context(clock);
    var request = new FutureTask<>(() -> scenario.send(HALF, context));
    Thread.ofVirtual().start(request);
    clock.awaitSleep();

    context.cancel();

    assertThatThrownBy(request::get)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while waiting to retry a request.");
    assertThat(context.requests()).isEqualTo(1);
    clock.awaitInterrupt();
  }

  @Test
  void cancellingARunClosesAnExchangeWithoutItsFirstEvent() throws Exception {
    var waiting = new CountDownLatch(1);
    var scenario = new RetryScenario(hangs(waiting::countDown));
    RunContext context = scenario.context(clock);
    var request = new FutureTask<>(() -> scenario.send(HALF, context));
    Thread.ofVirtual().start(request);
    waiting.await();

    context.cancel();

    assertThatThrownBy(request::get).cause().hasMessage("Connection lost.");
    assertThat(scenario.closed.get()).isPositive();
    assertThat(context.requests()).isEqualTo(1);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void doesNotStartAWaitOfACancelledRunOrInterruptedThread() {
    RunContext cancelled = new RetryScenario().context(clock);
    cancelled.cancel();

    assertThatThrownBy(() -> cancelled.sleep(Duration.ofDays(1), Phase.RATE_WAIT, "waiting"))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while waiting.");

    RunContext context = new RetryScenario().context(clock);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> context.sleep(Duration.ofDays(1), Phase.RATE_WAIT, "waiting"))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting.");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void addsItsTimeToThePhase() {
    RunContext context = new RetryScenario().context(VirtualClock.advancing());

    context.sleep(Duration.ofSeconds(3), Phase.RATE_WAIT, "waiting");

    assertThat(context.timings().snapshot().of(Phase.RATE_WAIT)).isEqualTo(Duration.ofSeconds(3));
    assertThat(context.timings().snapshot().of(Phase.BACKOFF)).isZero();
  }

  @Test
  void reportsAFailureOfTheClock() {
    var broken = new IllegalArgumentException("no time");
    TimeSource clock = new BrokenClock(broken);
    RunContext context = new RetryScenario().context(clock);

    assertThatThrownBy(() -> context.sleep(Duration.ofSeconds(1), Phase.BACKOFF, "waiting"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("The clock failed while waiting.")
        .hasCause(broken);
  }

  private record BrokenClock(RuntimeException failure) implements TimeSource {
    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public long nanoTime() {
      return 0;
    }

    @Override
    public void sleep(Duration duration) {
      throw failure;
    }
  }
}
