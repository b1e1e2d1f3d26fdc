package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.Agent;
import org.atomicagents.AtomicAgent;
import org.atomicagents.Partial;
import org.atomicagents.RunOptions;
import org.atomicagents.RunResult;
import org.atomicagents.cache.CachedAgent;
import org.atomicagents.cache.ResponseCache;
import org.atomicagents.cli.bench.LoadLevel;
import org.atomicagents.cli.bench.LoadPlan;
import org.atomicagents.cli.bench.LoadRun;
import org.atomicagents.cli.review.ReplayResult.CachePass;
import org.atomicagents.cli.review.ReplayResult.ConcurrentPass;
import org.atomicagents.cli.review.ReplayResult.ReplayFailures;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.TimedOutException;
import org.atomicagents.model.Deadline;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The passes of a replay, which share a time limit. An instance is for one replay and one thread.
 */
final class ReplayPasses {
  private static final int CACHE_CONCURRENCY = 20;

  private final TimeSource time;
  private final Deadline end;
  private int runs;
  private int failed;
  private String firstFailure = "";
  private boolean isCut;

  /**
   * Creates passes.
   *
   * @param end the end of all passes; a run in progress fails then, which is no failure of the pass
   */
  ReplayPasses(TimeSource time, Deadline end) {
    this.time = time;
    this.end = end;
  }

  ReplayFailures failures() {
    return new ReplayFailures(failed, runs, firstFailure);
  }

  /** Returns whether a pass ended early because of its time limit. */
  boolean isCut() {
    return isCut;
  }

  /** Streams an input without a measurement, which loads the classes of a run. */
  void warmUp(AtomicAgent<JsonNode, JsonNode> agent, JsonNode input) {
    // The first run of a process may exceed a short timeout that the others do not.
    try (var stream = agent.stream(input, RunOptions.defaults().withDeadline(end))) {
      for (Partial<JsonNode> partial : stream) {
        hasValue(partial.value());
      }
    } catch (AgentException e) {
      // The measured runs fail, too, and report it.
    }
  }

  /** Streams the inputs, one at a time; starts none after a deadline. */
  List<StreamedRun> stream(
      AtomicAgent<JsonNode, JsonNode> agent, List<JsonNode> inputs, Deadline last) {
    var done = new ArrayList<StreamedRun>();
    for (JsonNode input : inputs) {
      if (isPassed(last)) {
        break;
      }
      try {
        done.add(stream(agent, input));
        runs++;
      } catch (AgentException e) {
        add(e);
      }
    }
    return done;
  }

  private StreamedRun stream(AtomicAgent<JsonNode, JsonNode> agent, JsonNode input) {
    long start = time.nanoTime();
    Duration first = null;
    try (var stream = agent.stream(input, options(agent))) {
      for (Partial<JsonNode> partial : stream) {
        if (first == null && hasValue(partial.value())) {
          first = Duration.ofNanos(time.nanoTime() - start);
        }
      }
      RunResult<JsonNode> result = stream.runResult();
      Duration total = Duration.ofNanos(time.nanoTime() - start);
      return new StreamedRun(first == null ? total : first, total, result.usage(), result.output());
    }
  }

  /** Returns whether a partial output has a number, a boolean, or a text that is not blank. */
  static boolean hasValue(@Nullable JsonNode partial) {
    if (partial == null || partial.isNull() || partial.isMissingNode()) {
      return false;
    }
    if (partial.isContainer()) {
      for (JsonNode child : partial) {
        if (hasValue(child)) {
          return true;
        }
      }
      return false;
    }
    return !partial.isString() || !partial.stringValue().isBlank();
  }

  /** Runs each input once, at a concurrency, until a deadline; null if none was successful. */
  @Nullable ConcurrentPass run(
      Agent<JsonNode, JsonNode> agent, List<JsonNode> inputs, int concurrency, Deadline last) {
    if (isPassed(last)) {
      return null;
    }
    LoadPlan plan = LoadPlan.of(inputs.size(), concurrency).withWarmUpRuns(0).withStreaming(false);
    LoadRun<JsonNode> load = LoadRun.of(agent, inputs, plan).withTimeSource(time);
    Thread timer = Thread.ofVirtual().start(() -> stopAt(last, load));
    try {
      List<LoadLevel> levels = load.measure().levels();
      return levels.isEmpty() ? null : add(levels.getFirst());
    } finally {
      timer.interrupt();
    }
  }

  private void stopAt(Deadline last, LoadRun<JsonNode> load) {
    try {
      time.sleep(Duration.ofNanos(last.remainingNanos()));
      load.stop();
    } catch (InterruptedException e) {
      // All runs have ended.
    }
  }

  private @Nullable ConcurrentPass add(LoadLevel level) {
    isCut |= !level.isComplete();
    runs += (int) level.runs();
    if (failed == 0 && level.failed() > 0) {
      firstFailure = firstLine(level.failures().getFirst().message());
    }
    failed += (int) level.failed();
    return level.succeeded() == 0
        ? null
        : new ConcurrentPass((int) level.succeeded(), level.elapsed());
  }

  /** Runs different inputs with a cache, and then once more; null if there was no time. */
  @Nullable CachePass cache(
      AtomicAgent<JsonNode, JsonNode> agent,
      List<JsonNode> inputs,
      SimulatedProvider provider,
      Deadline last) {
    var cached = CachedAgent.of(agent, ResponseCache.create());
    int before = provider.requests().size();
    ConcurrentPass filling = run(cached, inputs, CACHE_CONCURRENCY, last);
    int filled = provider.requests().size();
    if (filling == null || filling.runs() < inputs.size()) {
      return null;
    }
    var hits = new ArrayList<Duration>();
    for (JsonNode input : inputs) {
      long start = time.nanoTime();
      cached.run(input);
      hits.add(Duration.ofNanos(time.nanoTime() - start));
    }
    return new CachePass(
        filling.runs(),
        filled - before,
        provider.requests().size() - filled,
        ReplayResult.median(hits));
  }

  /** Returns the options of a run, which ends at the end of all passes at the latest. */
  private RunOptions options(AtomicAgent<JsonNode, JsonNode> agent) {
    Duration timeout = agent.timeout();
    return timeout != null && timeout.toNanos() < end.remainingNanos()
        ? RunOptions.defaults()
        : RunOptions.defaults().withDeadline(end);
  }

  private boolean isPassed(Deadline last) {
    boolean isPassed = last.isPassed() || end.isPassed();
    isCut |= isPassed;
    return isPassed;
  }

  /** Adds a failure, unless it is caused by the end of the replay. */
  private void add(AgentException failure) {
    if (failure instanceof TimedOutException && end.isPassed()) {
      isCut = true;
      return;
    }
    runs++;
    if (failed++ == 0) {
      firstFailure = firstLine(String.valueOf(failure.getMessage()));
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
