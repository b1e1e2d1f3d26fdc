package org.atomicagents.redis;

/** Repeats tests in real time, which fail by chance if the machine stops for a second. */
final class Attempts {
  private static final int MAX_ATTEMPTS = 3;

  private Attempts() {}

  /** A test that begins with a state of its own. */
  @FunctionalInterface
  interface Attempt {
    void run() throws Exception;
  }

  /** Runs a test until it succeeds, three times at most. */
  static void run(Attempt attempt) throws Exception {
    for (int i = 1; i < MAX_ATTEMPTS; i++) {
      try {
        attempt.run();
        return;
      } catch (AssertionError e) {
        System.out.println("Repeated, since the machine may have stopped: " + e);
      }
    }
    attempt.run();
  }
}
