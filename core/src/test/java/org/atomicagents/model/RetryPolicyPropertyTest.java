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
import org.junit.jupiter.api.Test;

/** What holds for any settings and any course of failures. */
class RetryPolicyPropertyTest {
  private static final int ROUNDS = 20_000;

  @Test
  void neverOutlastsOrOutspendsWhatIsAllowed() {
    long seed = System.nanoTime();
    System.out.println("RetryPropertyTest seed " + seed);
    for (int i = 0; i < ROUNDS; i++) {
      new Round(seed + i).run();
    }
  }

  /** One run of a random course; a failure shows its seed. */
  private static final class Round {
    private final String seed;
    private final Random random;
    private final VirtualClock clock = VirtualClock.running();
    private final int maxRetries;
    private final Duration firstWait;
    private final Duration longestWait;
    private final Duration longestRetryAfter;
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
      firstWait = duration(2_000);
      longestWait = duration(8_000);
      longestRetryAfter = duration(5_000);
      maxRequests = 1 + random.nextInt(6);
      budget = Budget.ofRequests(1 + random.nextInt(6));
      deadline = random.nextInt(4) == 0 ? Deadline.none() : Deadline.after(duration(10_000), clock);
    }

    void run() {
      RetryPolicy retry =
          RetryPolicy.ofDefaults()
              .withMaxRetries(maxRetries)
              .withInitialWait(firstWait)
              .withMaxWait(longestWait)
              .withMaxRetryAfter(longestRetryAfter)
              .withRandom(random);
      Listeners listeners = Listeners.none().with(AgentEvent.RequestRetried.class, retried::add);
      var call =
          new RunContext(
              "a", deadline, budget, maxRequests, listeners, new Timings.Recorder(clock));
      Model model = Model.of((request, ignored) -> exchange(), "m").with(retry);
      long began = deadline.remainingNanos();
      AgentException thrown = null;
      try {
        ModelExchange exchange = model.open(RetryScenario.REQUEST, call);
        assertThat(open).as(seed).isEqualTo(1);
        exchange.close();
      } catch (AgentException e) {
        thrown = e;
      }
      assertThat(open).as(seed).isZero();
      requireWithinLimits(call, began);
      requireFairWaits();
      requireRightEnd(call, thrown);
    }

    private void requireWithinLimits(RunContext call, long began) {
      assertThat(clock.nanoTime()).as(seed).isLessThanOrEqualTo(began);
      assertThat(call.requests())
          .as(seed)
          .isLessThanOrEqualTo(maxRequests)
          .isLessThanOrEqualTo(maxRetries + 1)
          .isEqualTo(budget.requests())
          .isEqualTo(retried.size() + (began == 0 ? 0 : 1));
      assertThat(clock.sleeps().stream().mapToLong(Duration::toNanos).sum())
          .as(seed)
          .isEqualTo(call.timings().snapshot().nanos(Phase.BACKOFF));
    }

    private void requireFairWaits() {
      for (int i = 0; i < retried.size(); i++) {
        AgentEvent.RequestRetried each = retried.get(i);
        Duration told = told(each.failure());
        assertThat(each.retry()).as(seed).isEqualTo(i + 1);
        assertThat(each.failure()).as(seed).isSameAs(failures.get(i));
        assertThat(each.failure().isRetryable()).as(seed).isTrue();
        assertThat(told).as(seed).isLessThanOrEqualTo(longestRetryAfter);
        assertThat(each.delay()).as(seed).isBetween(told, told.plus(cap(i + 1)));
      }
      assertThat(clock.sleeps())
          .as(seed)
          .isEqualTo(retried.stream().map(AgentEvent.RequestRetried::delay).toList());
    }

    /** What is thrown is what happened last, and there was a reason not to go on. */
    private void requireRightEnd(RunContext call, AgentException thrown) {
      if (thrown == null || failures.isEmpty()) {
        return;
      }
      assertThat(thrown).as(seed).isSameAs(failures.getLast());
      Duration told = told(thrown);
      long longest = told.plus(cap(retried.size() + 1)).toNanos();
      boolean reason =
          !thrown.isRetryable()
              || retried.size() == maxRetries
              || !call.mayRequest()
              || told.compareTo(longestRetryAfter) > 0
              || longest >= deadline.remainingNanos();
      assertThat(reason).as(seed).isTrue();
    }

    private ModelExchange exchange() {
      answerLater();
      if (random.nextBoolean()) {
        throw failed(failure());
      }
      open++;
      boolean breaks = random.nextInt(3) > 0;
      List<ModelEvent> events = List.of(RetryScenario.TEXT);
      var iterator = events.iterator();
      return new RetryScenario.Exchange(
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              answerLater();
              if (breaks) {
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

    /** Takes some time, but like any client never more than there is. */
    private void answerLater() {
      long nanos = duration(1_500).toNanos();
      long left = deadline.remainingNanos();
      clock.advance(Duration.ofNanos(Math.min(nanos, left)));
      if (nanos >= left) {
        throw failed(TimedOutException.of(Limit.DEADLINE, deadline.length(), "waiting"));
      }
    }

    private AgentException failed(AgentException failure) {
      failures.add(failure);
      return failure;
    }

    private AgentException failure() {
      var error = new ProviderError("p", 500, null, "Went wrong", "{}");
      Duration told = random.nextBoolean() ? null : duration(6_000);
      return switch (random.nextInt(10)) {
        case 0 -> BadRequestException.of(error);
        case 1 -> TimedOutException.of(Limit.TOTAL, Duration.ofSeconds(1), "waiting");
        case 2, 3 -> TransportException.of("Broken.", Stage.REQUEST, null);
        case 4, 5, 6 -> RateLimitedException.of(error, Kind.WAIT, told);
        default -> UnavailableException.of(error, told);
      };
    }

    private Duration cap(int retry) {
      Duration cap = firstWait.multipliedBy(1L << (retry - 1));
      return cap.compareTo(longestWait) < 0 ? cap : longestWait;
    }

    private static Duration told(AgentException failure) {
      return switch (failure) {
        case RateLimitedException limited -> limited.retryAfter().orElse(Duration.ZERO);
        case UnavailableException unavailable -> unavailable.retryAfter().orElse(Duration.ZERO);
        default -> Duration.ZERO;
      };
    }

    private Duration duration(int mostMillis) {
      return Duration.ofNanos(random.nextLong(mostMillis * 1_000_000L));
    }
  }
}
