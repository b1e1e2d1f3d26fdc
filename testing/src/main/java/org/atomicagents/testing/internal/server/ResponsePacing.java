package org.atomicagents.testing.internal.server;

import java.time.Duration;
import java.util.List;
import org.atomicagents.model.TimeSource;
import org.atomicagents.testing.internal.connection.RequestHandling;

/**
 * How fast a simulated model speaks, and in what pieces.
 *
 * @param chunkSize tokens a chunk, or characters if {@code byCharacters}
 */
public record ResponsePacing(
    Duration firstTokenDelay,
    Duration cadence,
    int chunkSize,
    boolean byCharacters,
    TimeSource time) {

  List<String> chunks(Completion completion) {
    return byCharacters
        ? TextChunks.split(String.join("", completion.tokens()), chunkSize)
        : completion.splitByTokens(chunkSize);
  }

  /** Starts to speak now. */
  ChunkSchedule start() {
    return new ChunkSchedule(time.nanoTime() + firstTokenDelay.toNanos());
  }

  /** The moments at which the chunks of one answer are due; for one thread. */
  final class ChunkSchedule {
    private long dueNanos;

    private ChunkSchedule(long due) {
      this.dueNanos = due;
    }

    /**
     * Waits until the next chunk is due, or nobody waits for it: measured from the start, so that
     * delays don't add up.
     */
    void await(RequestHandling exchange) throws InterruptedException {
      long wait = dueNanos - time.nanoTime();
      dueNanos += cadence.toNanos();
      if (wait > 0) {
        exchange.sleep(time, Duration.ofNanos(wait));
      }
    }
  }
}
