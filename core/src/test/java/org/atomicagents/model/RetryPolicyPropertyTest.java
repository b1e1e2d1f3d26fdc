package org.atomicagents.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.ProviderError;
import org.atomicagents.error.RateLimitedException;
import org.atomicagents.error.RateLimitedException.Kind;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.error.TimedOutException.Limit;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.junit.jupiter.api.Test;

/** Properties of the retries of random scenarios. */
class RetryPolicyPropertyTest {
  private static final int ROUNDS = 20_000;

  @Test
  void neverExceedsDeadlineBudgetOrMaxRetries() {
    long seed = System.nanoTime();
    System.out.println("RetryPolicyPropertyTest seed " + seed);
    for (int i = 0; i < ROUNDS; i++) {
      new Round(seed + i).run();
    }
  }

  /** One run of a random scenario; assertion failures contain its seed. */
  private static final class Round {
    private final String seed;
    private final Random random;
    private final VirtualClock clock = VirtualClock.advancing();
    private final int maxRetries;
    private final Duration initialWait;
    private final Duration maxWait;
    private final Duration maxRetryAfter;
    private final int maxRequests;
    private final Budget budget;
    private final Deadline deadline;
    private final List<AgentException> failures = new ArrayList<>();
    private final List<AgentEvent.RequestRetried> retried = new ArrayList<>();
    private int open;

    Round(long seed) {
      this.seed = "seed " + seed;
      random = new Random(seed);
      maxRetries = random.nextInt(6);
      initialWait = duration(2_000);
      maxWait = duration(8_000);
      maxRetryAfter = duration(5_000);
      maxRequests = 1 + random.nextInt(6);
      budget = Budget.ofRequests(1 + random.nextInt(6));
      deadline = random.nextInt(4) == 0 ? Deadline.none() : Deadline.after(duration(10_000), clock);
    }

    void run() {
      RetryPolicy retry =
          RetryPolicy.ofDefaults()
              .withMaxRetries(maxRetries)
              .withInitialWait(initialWait)
              .withMaxWait(maxWait)
              .withMaxRetryAfter(maxRetryAfter)
              .withRandom(random);
      Listeners listeners = Listeners.none().with(AgentEvent.RequestRetried.class, retried::add);
      var context =
          new RunContext(
              "a", deadline, budget, maxRequests, listeners, new Timings.Recorder(clock));
      Model model = Model.of((request, ignored) -> exchange(), "m").with(retry);
      long available = deadline.remainingNanos();
      AgentException thrown = null;
      try {
        ModelExchange exchange = model.open(RetryScenario.REQUEST, context);
        assertThat(open).as(seed).isEqualTo(1);
        exchange.close();
      } catch (AgentException e) {
        thrown = e;
      }
      assertThat(open).as(seed).isZero();
      assertWithinLimits(context, available);
      assertWaits();
      assertEnd(context, thrown);
    }

    private void assertWithinLimits(RunContext context, long available) {
      assertThat(clock.nanoTime()).as(seed).isLessThanOrEqualTo(available);
      assertThat(context.requests())
          .as(seed)
          .isLessThanOrEqualTo(maxRequests)
          .isLessThanOrEqualTo(maxRetries + 1)
          .isEqualTo(budget.requests())
          .isEqualTo(retried.size() + (available == 0 ? 0 : 1));
      assertThat(clock.sleeps().stream().mapToLong(Duration::toNanos).sum())
          .as(seed)
          .isEqualTo(context.timings().snapshot().nanos(Phase.BACKOFF));
    }

    private void assertWaits() {
      for (int i = 0; i < retried.size(); i++) {
        AgentEvent.RequestRetried event = retried.get(i);
        Duration minDelay = providerDelay(event.failure());
        assertThat(event.retry()).as(seed).isEqualTo(i + 1);
        assertThat(event.failure()).as(seed).isSameAs(failures.get(i));
        assertThat(event.failure().isRetryable()).as(seed).isTrue();
        assertThat(minDelay).as(seed).isLessThanOrEqualTo(maxRetryAfter);
        assertThat(event.delay()).as(seed).isBetween(minDelay, minDelay.plus(cap(i + 1)));
      }
      assertThat(clock.sleeps())
          .as(seed)
          .isEqualTo(retried.stream().map(AgentEvent.RequestRetried::delay).toList());
    }

    /** Asserts that the last failure was thrown, and that a retry was not permitted. */
    private void assertEnd(RunContext context, AgentException thrown) {
      if (thrown == null || failures.isEmpty()) {
        return;
      }
      assertThat(thrown).as(seed).isSameAs(failures.getLast());
      Duration minDelay = providerDelay(thrown);
      long maxDelay = minDelay.plus(cap(retried.size() + 1)).toNanos();
      boolean mustEnd =
          !thrown.isRetryable()
              || retried.size() == maxRetries
              || !context.mayRequest()
              || minDelay.compareTo(maxRetryAfter) > 0
              || maxDelay >= deadline.remainingNanos();
      assertThat(mustEnd).as(seed).isTrue();
    }

    private ModelExchange exchange() {
      delay();
      if (random.nextBoolean()) {
        throw failed(failure());
      }
      open++;
      boolean fails = random.nextInt(3) > 0;
      List<ModelEvent> events = List.of(RetryScenario.TEXT);
      var iterator = events.iterator();
      return new RetryScenario.Exchange(
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              delay();
              if (fails) {
                throw failed(failure());
              }
              return iterator.hasNext();
            }

            @Override
            public ModelEvent next() {
              return iterator.next();
            }
          },
          () -> open--);
    }

    /** Advances the clock; like every client, not beyond the deadline. */
    private void delay() {
      long nanos = duration(1_500).toNanos();
      long remaining = deadline.remainingNanos();
      clock.advance(Duration.ofNanos(Math.min(nanos, remaining)));
      if (nanos >= remaining) {
        throw failed(TimedOutException.of(Limit.DEADLINE, deadline.duration(), "waiting"));
      }
    }

    private AgentException failed(AgentException failure) {
      failures.add(failure);
      return failure;
    }

    private AgentException failure() {
      var error = new ProviderError("p", 500, null, "Went wrong", "{}");
      Duration retryAfter = random.nextBoolean() ? null : duration(6_000);
      return switch (random.nextInt(10)) {
        case 0 -> BadRequestException.of(error);
        case 1 -> TimedOutException.of(Limit.TOTAL, Duration.ofSeconds(1), "waiting");
        case 2, 3 -> TransportException.of("Broken.", Stage.REQUEST, null);
        case 4, 5, 6 -> RateLimitedException.of(error, Kind.RATE, retryAfter);
        default -> UnavailableException.of(error, retryAfter);
      };
    }

    private Duration cap(int retry) {
      Duration cap = initialWait.multipliedBy(1L << (retry - 1));
      return cap.compareTo(maxWait) < 0 ? cap : maxWait;
    }

    private static Duration providerDelay(AgentException failure) {
      return switch (failure) {
        case RateLimitedException limited -> limited.retryAfter().orElse(Duration.ZERO);
        case UnavailableException unavailable -> unavailable.retryAfter().orElse(Duration.ZERO);
        default -> Duration.ZERO;
      };
    }

    private Duration duration(int maxMillis) {
      return Duration.ofNanos(random.nextLong(maxMillis * 1_000_000L));
    }
  }
}
