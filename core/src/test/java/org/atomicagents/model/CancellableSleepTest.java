package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.atomicagents.model.RetryScenario.HALF;
import static org.atomicagents.model.RetryScenario.answers;
import static org.atomicagents.model.RetryScenario.fails;
import static org.atomicagents.model.RetryScenario.hangs;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How waits end that nobody wants any more. */
@Timeout(60)
class CancellableSleepTest {
  private final AgentException busy =
      UnavailableException.of(new ProviderError("p", 503, null, "Busy", "{}"), null);

  private final VirtualClock clock = VirtualClock.standing();

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptEndsTheWaitAndStaysSet(boolean virtual) throws Exception {
    var script = new RetryScenario(fails(busy), answers());
    RunContext call = script.call(clock);
    var flag = new CompletableFuture<Boolean>();
    var ask =
        new FutureTask<>(() -> {
          try {
            return script.ask(HALF, call);
          } finally {
            flag.complete(Thread.currentThread().isInterrupted());
          }
        });
    Thread asking = (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(ask);
    clock.awaitSleep();

    asking.interrupt();

    assertThatThrownBy(ask::get)
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting to send a request again.");
    assertThat(flag.get()).isTrue();
    assertThat(call.requests()).isEqualTo(1);
  }

  @Test
  void aCancelledRunEndsItsWait() throws Exception {
    var script = new RetryScenario(fails(busy), answers());
    RunContext call = script.call(clock);
    var ask = new FutureTask<>(() -> script.ask(HALF, call));
    Thread.ofVirtual().start(ask);
    clock.awaitSleep();

    call.cancel();

    assertThatThrownBy(ask::get)
        .cause()
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while waiting to send a request again.");
    assertThat(call.requests()).isEqualTo(1);
    clock.awaitWokenEarly();
  }

  @Test
  void aCancelledRunClosesTheExchangeThatNobodyHasYet() throws Exception {
    var waiting = new CountDownLatch(1);
    var script = new RetryScenario(hangs(waiting::countDown));
    RunContext call = script.call(clock);
    var ask = new FutureTask<>(() -> script.ask(HALF, call));
    Thread.ofVirtual().start(ask);
    waiting.await();

    call.cancel();

    assertThatThrownBy(ask::get).cause().hasMessage("Cut.");
    assertThat(script.closed.get()).isPositive();
    assertThat(call.requests()).isEqualTo(1);
    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void doesNotBeginWhatIsOverAlready() {
    RunContext cancelled = new RetryScenario().call(clock);
    cancelled.cancel();

    assertThatThrownBy(() -> cancelled.pause(Duration.ofDays(1), Phase.RATE_WAIT, "waiting"))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Closed while waiting.");

    RunContext call = new RetryScenario().call(clock);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> call.pause(Duration.ofDays(1), Phase.RATE_WAIT, "waiting"))
        .isInstanceOf(CancelledException.class)
        .hasMessage("Interrupted while waiting.");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void notesItsTimeInThePhase() {
    RunContext call = new RetryScenario().call(VirtualClock.running());

    call.pause(Duration.ofSeconds(3), Phase.RATE_WAIT, "waiting");

    assertThat(call.timings().snapshot().of(Phase.RATE_WAIT)).isEqualTo(Duration.ofSeconds(3));
    assertThat(call.timings().snapshot().of(Phase.BACKOFF)).isZero();
  }

  @Test
  void tellsOfAClockThatFails() {
    var broken = new IllegalArgumentException("no time");
    TimeSource clock = new BrokenClock(broken);
    RunContext call = new RetryScenario().call(clock);

    assertThatThrownBy(() -> call.pause(Duration.ofSeconds(1), Phase.BACKOFF, "waiting"))
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
