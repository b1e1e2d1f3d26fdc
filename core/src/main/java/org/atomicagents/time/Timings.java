package org.atomicagents.time;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Optional;

/**
 * The duration of a run, in total and by phase.
 *
 * <p>The times of concurrent requests (hedges) add up in their phases. Immutable.
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

  /** Returns the time from the start of a streamed run to its first text; empty without text. */
  public Optional<Duration> timeToFirstToken() {
    return firstToken < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(firstToken));
  }

  /** Returns the time of a phase in nanoseconds; 0 if the run did not have the phase. */
  public long nanos(Phase phase) {
    return nanos[index(phase)];
  }

  /** Returns the time of a phase. */
  public Duration of(Phase phase) {
    return Duration.ofNanos(nanos(phase));
  }

  /** Returns {@code count} divided by the seconds of a phase; 0 without the phase. */
  public double perSecond(long count, Phase phase) {
    long time = nanos(phase);
    return time == 0 ? 0 : count * 1e9 / time;
  }

  /**
   * Returns a copy for a run that began earlier, with time before its start added to a phase.
   *
   * @param earlier the time before the start, in nanoseconds
   */
  public Timings withEarlier(Phase phase, long earlier) {
    long[] added = nanos.clone();
    added[index(phase)] += earlier;
    return new Timings(total + earlier, added, firstToken < 0 ? firstToken : firstToken + earlier);
  }

  /** Returns the time from the start of the run to its end. */
  public Duration total() {
    return Duration.ofNanos(total);
  }

  /** Returns the sum of all phases, in nanoseconds. */
  public long accountedNanos() {
    long sum = 0;
    for (long phase : nanos) {
      sum += phase;
    }
    return sum;
  }

  // Ordinals are never stored, and an array is cheaper than a map: runs add many times.
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
   * Records the times of a run in progress.
   *
   * <p>Thread-safe.
   */
  public static final class Recorder {
    // The elements of the array are atomic, without an object for them in every run.
    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

    private final TimeSource time;
    private final long start;
    private final long[] nanos = new long[PHASES.length];
    private volatile long firstToken = -1;
    // The time and the sum of the phases at the last call of addRest.
    private long restStart;
    private long restAccounted;

    /** Creates a recorder of a run that starts now. */
    public Recorder(TimeSource time) {
      this(time, time.nanoTime());
    }

    /** Creates a recorder of a run that started at a {@link TimeSource#nanoTime()}. */
    public Recorder(TimeSource time, long start) {
      this.time = time;
      this.start = start;
      this.restStart = start;
    }

    /** Returns the clock of the run. */
    public TimeSource time() {
      return time;
    }

    /** Returns the clock's time in nanoseconds, to be passed to {@link #addSince}. */
    public long now() {
      return time.nanoTime();
    }

    /** Adds time to a phase, in nanoseconds. */
    public void add(Phase phase, long added) {
      ELEMENT.getAndAdd(nanos, index(phase), added);
    }

    /** Returns the sum of all phases so far, in nanoseconds. */
    public long accountedNanos() {
      long sum = 0;
      for (int i = 0; i < PHASES.length; i++) {
        sum += element(i);
      }
      return sum;
    }

    private long element(int index) {
      return (long) ELEMENT.getVolatile(nanos, index);
    }

    /**
     * Adds the time since the previous call of this method, or since the start of the run, to a
     * phase, without the time that was added to any phase meanwhile.
     *
     * <p>Called by one thread at a time. After the call, the phases account for the whole time of
     * the run.
     */
    public void addRest(Phase phase) {
      long now = time.nanoTime();
      long accounted = accountedNanos();
      long rest = now - restStart - (accounted - restAccounted);
      // Concurrent requests may have added more than the time that passed.
      if (rest > 0) {
        add(phase, rest);
        accounted += rest;
      }
      restStart = now;
      restAccounted = accounted;
    }

    /** Returns now, in nanoseconds, after adding the time from {@code since} to now to a phase. */
    public long addSince(Phase phase, long since) {
      long now = time.nanoTime();
      add(phase, now - since);
      return now;
    }

    /** Records the time of the first text of the run; later calls have no effect. */
    public void recordFirstToken() {
      if (firstToken < 0) {
        firstToken = time.nanoTime() - start;
      }
    }

    /** Returns the times recorded so far. */
    public Timings snapshot() {
      var copy = new long[PHASES.length];
      for (int i = 0; i < copy.length; i++) {
        copy[i] = element(i);
      }
      return new Timings(time.nanoTime() - start, copy, firstToken);
    }
  }
}
