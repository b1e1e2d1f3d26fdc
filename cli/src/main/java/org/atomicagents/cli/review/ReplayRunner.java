package org.atomicagents.cli.review;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunOptions;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.model.ModelService;
import org.atomicagents.cli.model.ServiceClient;
import org.atomicagents.cli.review.ReplayResult.CachePass;
import org.atomicagents.cli.review.ReplayResult.ConcurrentPass;
import org.atomicagents.cli.review.ReplayResult.ConnectionPass;
import org.atomicagents.cli.review.ReplayResult.ConversationPass;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.model.Deadline;
import org.atomicagents.model.Listeners;
import org.atomicagents.testing.SimulatedProvider;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Replays sampled inputs through simulated providers in this process, in the protocol of the
 * agent's model. No other address is contacted.
 *
 * @param service the service whose protocol is used
 * @param model the name of the model
 * @param counted the agent whose token counter counts the tokens of a conversation
 */
record ReplayRunner(
    AgentFile agentFile,
    ModelService service,
    String model,
    AtomicAgent<JsonNode, JsonNode> counted,
    ReplaySettings settings,
    TimeSource time) {
  private static final List<Level> LEVELS = List.of(new Level(5, 20, 0.64), new Level(20, 40, 0.8));

  private static final int MAX_SEQUENTIAL = 8;
  private static final int MAX_CACHED = 20;
  private static final double SEQUENTIAL_SHARE = 0.42;
  private static final double CACHE_SHARE = 0.9;

  /**
   * A level of concurrency.
   *
   * @param runs the maximum number of runs
   * @param end the share of the time limit at which the level ends
   */
  private record Level(int concurrency, int runs, double end) {}

  /** Replays inputs, of which there must be one. */
  ReplayResult run(List<JsonNode> inputs) {
    long start = time.nanoTime();
    var passes = new ReplayPasses(time, until(start, 1));
    PacedPasses paced = runPaced(inputs, passes, start);
    ConnectionPass connections =
        new ConnectionReplay(agentFile, time).measure(inputs.getFirst(), until(start, 1));
    ConversationPass conversation =
        ConversationReplay.count(counted, inputs, paced.streamed(), settings.turns());
    return new ReplayResult(
        paced.streamed(),
        paced.concurrent(),
        paced.cache(),
        connections,
        conversation,
        passes.failures(),
        Duration.ofNanos(time.nanoTime() - start),
        passes.isCut());
  }

  private record PacedPasses(
      List<StreamedRun> streamed,
      SortedMap<Integer, ConcurrentPass> concurrent,
      @Nullable CachePass cache) {}

  private PacedPasses runPaced(List<JsonNode> inputs, ReplayPasses passes, long start) {
    try (var provider = unpaced();
        var client = service.at(provider)) {
      passes.warmUp(agent(client), inputs.getFirst());
    }
    try (var provider = paced();
        var client = service.at(provider)) {
      AtomicAgent<JsonNode, JsonNode> agent = agent(client);
      List<StreamedRun> streamed =
          passes.stream(agent, first(inputs, MAX_SEQUENTIAL), until(start, SEQUENTIAL_SHARE));
      var concurrent = new TreeMap<Integer, ConcurrentPass>();
      if (inputs.size() < 2 || streamed.isEmpty()) {
        return new PacedPasses(streamed, concurrent, null);
      }
      for (Level level : LEVELS) {
        int callers = level.concurrency();
        ConcurrentPass pass =
            inputs.size() * 2 > callers
                ? passes.run(agent, first(inputs, level.runs()), callers, until(start, level.end()))
                : null;
        if (pass != null) {
          concurrent.put(callers, pass);
        }
      }
      CachePass cache =
          passes.cache(agent, distinct(agent, inputs), provider, until(start, CACHE_SHARE));
      return new PacedPasses(streamed, concurrent, cache);
    }
  }

  private SimulatedProvider unpaced() {
    return SimulatedProvider.builder().seed(settings.seed()).start();
  }

  private SimulatedProvider paced() {
    return SimulatedProvider.builder()
        .seed(settings.seed())
        .firstTokenDelay(settings.latency())
        .tokensPerSecond(settings.tokensPerSecond())
        .start();
  }

  private AtomicAgent<JsonNode, JsonNode> agent(ServiceClient client) {
    return agentFile.createAgent(client.model(model), Listeners.none());
  }

  /** Returns the deadline at a share of the time limit since a start. */
  private Deadline until(long start, double share) {
    long end = start + ReviewFigures.times(settings.timeLimit(), share).toNanos();
    return Deadline.after(Duration.ofNanos(Math.max(0, end - time.nanoTime())), time);
  }

  private static List<JsonNode> first(List<JsonNode> inputs, int max) {
    return inputs.subList(0, Math.min(max, inputs.size()));
  }

  private static List<JsonNode> distinct(
      AtomicAgent<JsonNode, JsonNode> agent, List<JsonNode> inputs) {
    var known = new HashSet<String>();
    return inputs.stream()
        .filter(input -> {
          try (var run = agent.prepare(input, RunOptions.defaults())) {
            return known.add(run.fingerprint());
          }
        })
        .limit(MAX_CACHED)
        .toList();
  }
}
