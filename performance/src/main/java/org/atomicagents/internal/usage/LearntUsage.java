package org.atomicagents.internal.usage;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What the responses of a model have shown about its usage; recent responses have more weight.
 *
 * <p>Thread-safe.
 */
final class LearntUsage {
  /** A length that no model's maximum is below in practice. */
  static final long COMMON_MAX_OUTPUT = 4_096;

  private final long defaultOutputTokens;
  private final AtomicReference<@Nullable Figures> figures = new AtomicReference<>();

  LearntUsage(long defaultOutputTokens) {
    this.defaultOutputTokens = defaultOutputTokens;
  }

  /** Returns the expected input of a counted one. */
  long inputTokens(long counted) {
    Figures known = figures.get();
    return known == null ? counted : known.correct(counted);
  }

  /** Returns the length of the longest recent responses. */
  long outputTokens() {
    Figures known = figures.get();
    return known == null ? defaultOutputTokens : (long) Math.ceil(known.longestOutput);
  }

  /** Returns the mean duration of recent requests; zero before the first one. */
  Duration duration() {
    Figures known = figures.get();
    return known == null ? Duration.ZERO : Duration.ofNanos((long) known.meanNanos);
  }

  void learn(long countedInput, Usage usage, Duration duration) {
    double nanos = (double) duration.toNanos();
    figures.updateAndGet(old ->
        old == null
            ? Figures.of(countedInput, usage, nanos)
            : old.plus(Figures.of(countedInput, usage, nanos)));
  }

  /** Sums of counted and reported input, a decaying maximum, and a moving mean. */
  private record Figures(double counted, double reported, double longestOutput, double meanNanos) {
    private static final double WEIGHT_OF_PAST = 0.95;
    private static final double MAX_FACTOR = 20;

    static Figures of(long countedInput, Usage usage, double nanos) {
      return new Figures(
          (double) countedInput,
          (double) usage.inputTokens(),
          (double) usage.outputTokens(),
          nanos);
    }

    Figures plus(Figures latest) {
      double decayed = longestOutput * WEIGHT_OF_PAST + latest.longestOutput * (1 - WEIGHT_OF_PAST);
      return new Figures(
          counted * WEIGHT_OF_PAST + latest.counted,
          reported * WEIGHT_OF_PAST + latest.reported,
          Math.max(latest.longestOutput, decayed),
          meanNanos * WEIGHT_OF_PAST + latest.meanNanos * (1 - WEIGHT_OF_PAST));
    }

    long correct(long input) {
      if (counted <= 0) {
        return input;
      }
      double factor = Math.clamp(reported / counted, 1 / MAX_FACTOR, MAX_FACTOR);
      return Math.round(input * factor);
    }
  }
}
