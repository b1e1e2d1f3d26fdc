package org.atomicagents.cli.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.JsonLinesReader;
import org.atomicagents.cache.FolderCacheStore;
import org.atomicagents.cli.agentfile.AgentFile;
import org.atomicagents.cli.model.ModelEnvironment;
import org.atomicagents.cli.model.ModelOption;
import org.atomicagents.cli.model.ModelResolver;
import org.atomicagents.cli.model.ModelSession;
import org.atomicagents.internal.batch.OutcomeEncoder;
import org.atomicagents.internal.spark.JournaledRuns;
import org.atomicagents.internal.spark.PatientStore;
import org.atomicagents.internal.spark.RowAgent;
import org.atomicagents.internal.spark.RowItem;
import org.atomicagents.internal.spark.RowOutput;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.limit.RateLimits;
import org.atomicagents.model.Listeners;
import org.atomicagents.redis.RedisStores;
import org.atomicagents.schema.Schema;
import org.atomicagents.spark.ExecutorContext;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The agent of an executor, with its model, limits and journal. Thread-safe.
 *
 * @param context closes the resources
 */
record LineWorker(
    LineJob job,
    AgentFile file,
    Batch<RowItem<JsonNode>, RowOutput<JsonNode>> batch,
    OutcomeEncoder<JsonNode> encoder,
    ExecutorContext context)
    implements AutoCloseable {
  private static final String TENANT = "atomic batch";
  private static final Duration LIFETIME = Duration.ofDays(3_650);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final int WINDOW_FACTOR = 20;
  private static final int MIN_WINDOW = 200;
  private static final int MAX_WINDOW = 20_000;

  /**
   * Returns the worker of an executor.
   *
   * @throws org.atomicagents.error.AgentException if the key of the provider is missing in the
   *     environment, the limits cannot be divided, or the journal cannot be opened
   */
  static LineWorker open(LineJob job, ExecutorContext executor, LineCounters counters) {
    try {
      AgentFile file = job.agent().read();
      ModelEnvironment models = ModelEnvironment.system();
      ModelSession session =
          executor.closing(
              ModelSession.open(
                  models,
                  new ModelResolver(models).resolve(ModelOption.parse(job.model())),
                  job.isModelOfFile() ? file.baseUrl() : null,
                  true));
      AtomicAgent<JsonNode, JsonNode> agent =
          file.createAgent(session.model().with(limit(job, executor)), Listeners.none());
      var rows = new RowAgent<>(agent, journal(job, agent.output()));
      int concurrency = concurrency(job, agent.timeout());
      int window = Math.clamp((long) concurrency * WINDOW_FACTOR, MIN_WINDOW, MAX_WINDOW);
      return new LineWorker(
          job,
          file,
          Batch.of(new CountingAgent(rows, counters))
              .withMaxConcurrency(concurrency)
              .withWindow(Math.max(window, concurrency)),
          new OutcomeEncoder<>(agent.output()),
          executor);
    } catch (RuntimeException | Error e) {
      executor.close();
      throw e;
    }
  }

  private static RateLimit limit(LineJob job, ExecutorContext executor) {
    var limits = new RateLimits(job.requestsPerMinute(), job.tokensPerMinute(), 0, 0);
    if (job.requestsPerMinute() == 0 && job.tokensPerMinute() == 0) {
      return RateLimit.builder().build();
    }
    if (job.redis() == null) {
      RateLimits share = executor.share(limits);
      return RateLimit.builder().requests(share.requests()).tokens(share.tokens()).build();
    }
    RedisStores redis = executor.closing(RedisStores.connect(job.redis()));
    return RateLimit.builder()
        .name(job.model())
        .requests(limits.requests())
        .tokens(limits.tokens())
        .store(redis.permits())
        .shareOnStoreFailure(job.executors() > 0 ? 1.0 / job.executors() : 0)
        .build();
  }

  private static @Nullable JournaledRuns<JsonNode> journal(LineJob job, Schema<JsonNode> output) {
    if (job.journal() == null) {
      return null;
    }
    TimeSource time = TimeSource.system();
    var store = new PatientStore(FolderCacheStore.open(Path.of(job.journal())), PATIENCE, time);
    return new JournaledRuns<>(store, TENANT, LIFETIME, output, time);
  }

  /** Returns the concurrency, but no more lines than half of the timeout has requests. */
  private static int concurrency(LineJob job, @Nullable Duration timeout) {
    if (job.requestsPerMinute() == 0 || timeout == null) {
      return job.concurrency();
    }
    int tasks = Math.max(1, job.executors()) * job.slots();
    double requests =
        job.requestsPerMinute() / (double) tasks * (timeout.toMillis() / MILLIS_PER_MINUTE) / 2;
    return Math.clamp((long) requests, 1, job.concurrency());
  }

  /** Returns the lines of a split; equal lines share one result of the journal. */
  JsonLinesReader<RowItem<JsonNode>> open(LineSplit split) throws IOException {
    return file.input()
        .open(file.name(), LineFile.open(job.in(), split), job.in())
        .startingAt(split.firstLine())
        .map(line -> new RowItem<>(line, ""));
  }

  @Override
  public void close() {
    context.close();
  }
}
