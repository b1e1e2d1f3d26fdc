package org.atomicagents.internal.json;

/**
 * Counts the steps of reading one text, and runs a checkpoint at regular intervals, which can end
 * the reading with an exception.
 *
 * <p>A step is about one examined character. Not thread-safe.
 */
public final class ReadingBudget {
  // About a millisecond: neither the clock nor the counting takes measurable time.
  private static final int CHECK_INTERVAL = 1 << 17;

  private final Runnable checkpoint;
  private long steps;
  private long nextCheck = CHECK_INTERVAL;

  /**
   * Creates a budget without steps.
   *
   * @param checkpoint throws an exception if the reading must end, such as after the deadline
   */
  public ReadingBudget(Runnable checkpoint) {
    this.checkpoint = checkpoint;
  }

  /** Returns a budget whose checkpoint does nothing. */
  public static ReadingBudget unlimited() {
    return new ReadingBudget(() -> {});
  }

  /** Counts steps, and runs the checkpoint if it is due. */
  public void addSteps(int count) {
    steps += count;
    if (steps >= nextCheck) {
      nextCheck = steps + CHECK_INTERVAL;
      checkpoint.run();
    }
  }

  /** Returns the number of steps so far. */
  public long steps() {
    return steps;
  }
}
