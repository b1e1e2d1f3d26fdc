package org.atomicagents.testing;

import java.time.Duration;
import java.util.List;
import org.atomicagents.model.TimeSource;
import org.atomicagents.testing.internal.line.Exchange;

/**
 * How fast a simulated model speaks, and in what pieces.
 *
 * @param chunkSize tokens a chunk, or characters if {@code byCharacters}
 */
public record Pace(
    Duration firstTokenDelay,
    Duration cadence,
    int chunkSize,
    boolean byCharacters,
    TimeSource time) {

  List<String> pieces(Completion completion) {
    return byCharacters
        ? Pieces.of(String.join("", completion.tokens()), chunkSize)
        : completion.byTokens(chunkSize);
  }

  /** Starts to speak now. */
  Beat start() {
    return new Beat(time.nanoTime() + firstTokenDelay.toNanos());
  }

  /** The moments at which the chunks of one answer are due; for one thread. */
  final class Beat {
    private long due;

    private Beat(long due) {
      this.due = due;
    }

    /**
     * Waits until the next chunk is due, or nobody waits for it: measured from the start, so that
     * delays don't add up.
     */
    void await(Exchange exchange) throws InterruptedException {
      long wait = due - time.nanoTime();
      due += cadence.toNanos();
      if (wait > 0) {
        exchange.sleep(time, Duration.ofNanos(wait));
      }
    }
  }
}
