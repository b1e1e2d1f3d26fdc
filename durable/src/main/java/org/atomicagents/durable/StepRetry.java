package org.atomicagents.durable;

import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.CircuitOpenException;
import org.atomicagents.error.RateLimitedException;

/**
 * The durable waits of a workflow between attempts of a request to a provider that fails.
 *
 * <p>The request is repeated, so that an outage does not become the result of the workflow. Applies
 * after the retries of the model itself, to failures that are {@linkplain
 * AgentException#isRetryable() retryable}, to open circuit breakers, and to fallbacks of which one
 * model has failed so. Each attempt is a step of its own. Waits double from the first to the
 * longest one, and vary by the name of the step, so that workflows that failed together do not
 * continue together. Immutable.
 *
 * @param firstWait the wait before the second attempt
 * @param longestWait the upper bound of the waits
 * @param total the sum of the waits after which the failure is thrown; zero for no retries
 */
public record StepRetry(Duration firstWait, Duration longestWait, Duration total) {
  private static final int MAX_DOUBLINGS = 20;

  /**
   * Creates a policy.
   *
   * @throws IllegalArgumentException unless the waits are positive and the total is not negative
   */
  public StepRetry {
    if (!firstWait.isPositive() || longestWait.compareTo(firstWait) < 0 || total.isNegative()) {
      throw new IllegalArgumentException(
          "StepRetry: expected 0 < firstWait <= longestWait and 0 <= total, found "
              + firstWait
              + ", "
              + longestWait
              + " and "
              + total);
    }
  }

  /** Returns a policy that waits a day, from 10 seconds to 15 minutes at a time. */
  public static StepRetry ofDefaults() {
    return new StepRetry(Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ofDays(1));
  }

  /** Returns a policy without retries: the failure of a request is thrown to the workflow. */
  public static StepRetry never() {
    return new StepRetry(Duration.ofSeconds(10), Duration.ofMinutes(15), Duration.ZERO);
  }

  /** Returns whether another attempt can succeed after a failure. */
  public static boolean isTemporary(AgentException failure) {
    return switch (failure) {
      case CircuitOpenException e -> true;
      case AllModelsFailedException e -> e.causes().stream().anyMatch(StepRetry::isTemporary);
      default -> failure.isRetryable();
    };
  }

  /**
   * Returns the wait after a failed attempt, equal in each execution.
   *
   * @param step the name of the failed step, with the number of its attempt
   * @param workflow the id of the workflow
   */
  public Duration waitAfter(AgentException failure, StepName step, String workflow) {
    int doublings = Math.min(step.attempt() - 1, MAX_DOUBLINGS);
    Duration cap = firstWait.multipliedBy(1L << doublings);
    Duration bounded = cap.compareTo(longestWait) < 0 ? cap : longestWait;
    double share = 0.5 + Math.floorMod(Objects.hash(workflow, step.toString()), 500) / 1000.0;
    Duration wait = Duration.ofMillis((long) (bounded.toMillis() * share));
    Duration asked = asked(failure);
    return wait.compareTo(asked) < 0 ? asked : wait;
  }

  /** Returns the wait that a provider asks for; of a fallback, the shortest one of its models. */
  private static Duration asked(AgentException failure) {
    return switch (failure) {
      case RateLimitedException e -> e.retryAfter().orElse(Duration.ZERO);
      case CircuitOpenException e -> e.retryAfter();
      case AllModelsFailedException e ->
          e.causes().stream()
              .filter(StepRetry::isTemporary)
              .map(StepRetry::asked)
              .min(Comparator.naturalOrder())
              .orElse(Duration.ZERO);
      default -> Duration.ZERO;
    };
  }
}
