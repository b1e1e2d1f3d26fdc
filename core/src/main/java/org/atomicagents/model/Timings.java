package org.atomicagents.model;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How long a run took, as a whole and by phase.
 *
 * <p>Immutable. Requests that ran side by side (hedges) add up in their phases.
 */
public final class Timings {
  private static final Phase[] PHASES = Phase.values();

  private final long total;
  private final long[] nanos;

  private final long firstToken;

  private Timings(long total, long[] nanos, long firstToken) {
    this.total = total;
    this.nanos = nanos;
    this.firstToken = firstToken;
  }

  /** Time from the start of a streamed run to the first text of an answer; nothing if none came. */
  public Optional<Duration> toFirstToken() {
    return firstToken < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstToken));
  }

  /** Time spent in the phase, in nanoseconds; 0 if it did not happen. */
  public long nanos(Phase phase) {
    return nanos[index(phase)];
  }

  /** Time spent in the phase. */
  public Duration of(Phase phase) {
    return Duration.ofNanos(nanos(phase));
  }

  /** How many of something there were in a second of a phase; 0 if that did not happen. */
  public double perSecond(long count, Phase phase) {
    long time = nanos(phase);
    return time == 0 ? 0 : count * 1e9 / time;
  }

  /** Time from the start of the run to its end. */
  public Duration total() {
    return Duration.ofNanos(total);
  }

  /** The sum of all phases, in nanoseconds. */
  public long accountedNanos() {
    long sum = 0;
    for (long phase : nanos) {
      sum += phase;
    }
    return sum;
  }

  // An array and not a map: this is done several times in every call, and never stored.
  @SuppressWarnings("EnumOrdinal")
  private static int index(Phase phase) {
    return phase.ordinal();
  }

  @Override
  public String toString() {
    var text = new StringBuilder("Timings[total=").append(total().toMillis()).append(" ms");
    for (Phase phase : PHASES) {
      if (nanos(phase) > 0) {
        text.append(", ").append(phase).append('=').append(nanos(phase) / 1_000).append(" µs");
      }
    }
    return text.append(']').toString();
  }

  /**
   * Collects the times of a run while it goes on.
   *
   * <p>Thread-safe.
   */
  public static final class Recorder {
    private final TimeSource time;
    private final long start;
    private final AtomicLongArray nanos = new AtomicLongArray(PHASES.length);
    private volatile long firstToken = -1;

    /** Starts now. */
    public Recorder(TimeSource time) {
      this(time, time.nanoTime());
    }

    /** Started at {@code start} on the clock's {@link TimeSource#nanoTime()}. */
    public Recorder(TimeSource time, long start) {
      this.time = time;
      this.start = start;
    }

    /** The run's clock. */
    public TimeSource time() {
      return time;
    }

    /** The clock's time, in nanoseconds: the {@code since} of {@link #addSince}. */
    public long now() {
      return time.nanoTime();
    }

    /** Adds time to a phase, in nanoseconds. */
    public void add(Phase phase, long more) {
      nanos.addAndGet(index(phase), more);
    }

    /** Adds the time from {@code since} to now, and gives back now. */
    public long addSince(Phase phase, long since) {
      long now = time.nanoTime();
      add(phase, now - since);
      return now;
    }

    /** Notes the first text of the run's first answer; later ones don't count. */
    public void recordFirstToken() {
      if (firstToken < 0) {
        firstToken = time.nanoTime() - start;
      }
    }

    /** The times so far. */
    public Timings snapshot() {
      var copy = new long[PHASES.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = nanos.get(i);
      }
      return new Timings(time.nanoTime() - start, copy, firstToken);
    }
  }
}
