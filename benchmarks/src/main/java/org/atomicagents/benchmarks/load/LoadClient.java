package org.atomicagents.benchmarks.load;

import java.io.IOException;

/**
 * One of those that are put under the same load: makes a call, or reads a stream, on the thread
 * that asks for it; thread-safe.
 */
public interface LoadClient extends AutoCloseable {

  /** Makes a call; fails unless it yields the answer. */
  void call() throws IOException;

  /**
   * Reads a stream to its end; fails unless all of it is the answer.
   *
   * @param first told of each piece of the answer as it comes
   */
  void stream(Runnable first) throws IOException;

  /** Ends what it has running. */
  @Override
  default void close() throws IOException {}

  /** Fails if this is not the answer. */
  static void require(String expected, String found) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException("expected '%s', found '%s'".formatted(expected, found));
    }
  }
}
