package org.atomicagents.internal.batch;

/**
 * The number of events in the latest 30 seconds, in memory of a fixed size. Not thread-safe.
 *
 * <p>Events are counted in slots of one second.
 */
final class RateWindow {
  private static final int SLOTS = 30;
  private static final int MIN_EVENTS = 5;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long startNanos;
  private final long[] counts = new long[SLOTS];
  private long newest;
  private long total;

  /**
   * Creates an empty window.
   *
   * @param startNanos the time of a monotonic clock
   */
  RateWindow(long startNanos) {
    this.startNanos = startNanos;
  }

  void record(long nanos) {
    advance(nanos);
    counts[(int) (newest % SLOTS)]++;
    total++;
  }

  /**
   * Returns the events per second in the window; the mean since the start if the window has fewer
   * than five; 0 without events.
   */
  double perSecond(long nanos) {
    advance(nanos);
    double elapsed = (nanos - startNanos) / NANOS_PER_SECOND;
    if (elapsed <= 0) {
      return 0;
    }
    long recent = 0;
    for (long count : counts) {
      recent += count;
    }
    if (recent < MIN_EVENTS) {
      return total / elapsed;
    }
    // The newest slot is not over yet.
    double covered = Math.min(elapsed, SLOTS - 1 + elapsed - Math.floor(elapsed));
    return recent / covered;
  }

  private void advance(long nanos) {
    long slot = Math.max(newest, (long) ((nanos - startNanos) / NANOS_PER_SECOND));
    for (long i = newest + 1; i <= slot && i <= newest + SLOTS; i++) {
      counts[(int) (i % SLOTS)] = 0;
    }
    newest = slot;
  }
}
