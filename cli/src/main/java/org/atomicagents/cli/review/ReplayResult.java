package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The measurements of a replay. A pass that was not possible, or for which no time was left, is
 * empty or null. Immutable.
 *
 * @param sequential the streamed runs, one at a time
 * @param concurrent the runs by their concurrency
 * @param failures the failures of all passes
 * @param elapsed the duration of all passes
 * @param isCut whether a pass ended early because of the time limit
 */
record ReplayResult(
    List<StreamedRun> sequential,
    SortedMap<Integer, ConcurrentPass> concurrent,
    @Nullable CachePass cache,
    @Nullable ConnectionPass connections,
    @Nullable ConversationPass conversation,
    ReplayFailures failures,
    Duration elapsed,
    boolean isCut) {

  /** The reason for which a check has no measurements. */
  static final String NO_SUCCESS = "no replayed run was successful";

  ReplayResult {
    sequential = List.copyOf(sequential);
    concurrent = Collections.unmodifiableSortedMap(new TreeMap<>(concurrent));
  }

  /** Returns the result of no replay. */
  static ReplayResult none() {
    return new ReplayResult(
        List.of(),
        new TreeMap<>(),
        null,
        null,
        null,
        new ReplayFailures(0, 0, ""),
        Duration.ZERO,
        false);
  }

  /**
   * A streamed run.
   *
   * @param firstValue the time to the first partial output with a value
   * @param total the time to the complete output
   */
  record StreamedRun(Duration firstValue, Duration total, Usage usage, JsonNode output) {}

  /** Runs at a concurrency, which ended successfully within a time. */
  record ConcurrentPass(int runs, Duration elapsed) {
    double perSecond() {
      return runs / Math.max(1e-9, elapsed.toNanos() / 1e9);
    }
  }

  /**
   * Runs of different inputs, and the same runs again from the cache.
   *
   * @param requests the number of requests of the first runs
   * @param repeatedRequests the number of requests of the repeated runs
   * @param hit the median duration of a repeated run
   */
  record CachePass(int runs, int requests, int repeatedRequests, Duration hit) {}

  /**
   * Runs over TLS without a simulated latency.
   *
   * @param shared the median duration of a run with a shared connection pool
   * @param separate the median duration of a run with a client of its own
   */
  record ConnectionPass(int runs, Duration shared, Duration separate) {}

  /**
   * The tokens of the requests of a conversation, turn by turn.
   *
   * @param unbounded without a limit
   * @param bounded with the limit
   * @param limit the maximum of a request and its response, in tokens
   * @param output the output tokens by turn
   */
  record ConversationPass(
      List<Integer> unbounded, List<Integer> bounded, int limit, List<Long> output) {
    ConversationPass {
      unbounded = List.copyOf(unbounded);
      bounded = List.copyOf(bounded);
      output = List.copyOf(output);
    }
  }

  /**
   * The failures of the runs.
   *
   * @param first the message of the first failure; empty if there is none
   */
  record ReplayFailures(int failed, int runs, String first) {}

  /** Returns the rate of the streamed runs, one at a time; empty if there is none. */
  Optional<ConcurrentPass> oneAtATime() {
    return sequential.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ConcurrentPass(
                sequential.size(),
                sequential.stream().map(StreamedRun::total).reduce(Duration.ZERO, Duration::plus)));
  }

  /** Returns the median duration of a run; empty if none was measured. */
  Optional<Duration> typicalRun() {
    return sequential.isEmpty()
        ? Optional.empty()
        : Optional.of(median(sequential.stream().map(StreamedRun::total).toList()));
  }

  /** Returns the median number of output tokens; 0 if none was measured. */
  long typicalOutput() {
    return sequential.isEmpty()
        ? 0
        : median(sequential.stream().map(run -> run.usage().outputTokens()).toList());
  }

  /** Returns the lower median of values, of which there must be one. */
  static <T extends Comparable<T>> T median(List<T> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get((sorted.size() - 1) / 2);
  }
}
