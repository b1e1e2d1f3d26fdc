package org.atomicagents.testing.internal.server;

import java.time.Duration;
import java.util.List;
import org.atomicagents.testing.internal.connection.RequestHandling;
import org.atomicagents.time.TimeSource;

/**
 * The speed of a simulated model and the size of its chunks.
 *
 * @param firstTokenDelay time before the first chunk
 * @param cadence time between chunks
 * @param chunkSize size of a chunk in tokens, or in code points if {@code byCharacters}
 */
public record ResponsePacing(
    Duration firstTokenDelay,
    Duration cadence,
    int chunkSize,
    boolean byCharacters,
    TimeSource time) {

  /** Returns the text of a completion in chunks. */
  List<String> chunks(Completion completion) {
    return byCharacters
        ? TextChunks.split(String.join("", completion.tokens()), chunkSize)
        : completion.splitByTokens(chunkSize);
  }

  /** Returns a schedule that starts now. */
  ChunkSchedule start() {
    return new ChunkSchedule(time.nanoTime() + firstTokenDelay.toNanos());
  }

  /** The times at which the chunks of one response are due; for one thread. */
  final class ChunkSchedule {
    private long dueNanos;

    private ChunkSchedule(long dueNanos) {
      this.dueNanos = dueNanos;
    }

    /**
     * Waits until the next chunk is due.
     *
     * <p>Due times are measured from the start of the response, so that delays do not accumulate.
     *
     * @throws InterruptedException also if the client has disconnected
     */
    void await(RequestHandling handling) throws InterruptedException {
      long remaining = dueNanos - time.nanoTime();
      dueNanos += cadence.toNanos();
      if (remaining > 0) {
        handling.sleep(time, Duration.ofNanos(remaining));
      }
    }
  }
}
