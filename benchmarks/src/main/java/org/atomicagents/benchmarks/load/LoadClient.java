package org.atomicagents.benchmarks.load;

import java.io.IOException;

/**
 * A client that is measured under load. Calls and streams block the calling thread. Thread-safe.
 */
public interface LoadClient extends AutoCloseable {

  /** Makes a call with a short question; fails unless it returns the expected response. */
  default void call() throws IOException {
    call(ChatReader.QUESTION);
  }

  /** Makes a call with a question; fails unless it returns the expected response. */
  void call(String question) throws IOException;

  /**
   * Reads a stream to its end; fails unless its text is the expected response.
   *
   * @param onDelta called for each delta
   */
  void stream(Runnable onDelta) throws IOException;

  /** Releases the client's resources. */
  @Override
  default void close() throws IOException {}

  /** Throws an exception if the text is not the expected one. */
  static void require(String expected, String found) throws IOException {
    if (!found.equals(expected)) {
      throw new IOException("expected '%s', found '%s'".formatted(expected, found));
    }
  }
}
