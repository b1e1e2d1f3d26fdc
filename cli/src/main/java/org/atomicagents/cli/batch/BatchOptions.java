package org.atomicagents.cli.batch;

import java.math.BigDecimal;
import java.time.Duration;
import org.atomicagents.AtomicAgent;
import org.atomicagents.batch.Batch;
import org.atomicagents.batch.BatchSource;
import org.atomicagents.cli.exit.CommandException;
import org.atomicagents.cli.exit.ExitCode;
import org.atomicagents.limit.RateLimit;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The options of the command {@code batch} that limit its requests. */
public final class BatchOptions {
  private static final double MILLIS_PER_MINUTE = 60_000;
  private static final int WINDOW_FACTOR = 20;
  private static final int MIN_WINDOW = 200;
  private static final int MAX_WINDOW = 20_000;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      defaultValue = "5",
      description = "The maximum number of lines in progress at a time. Default: 5.")
  private int concurrency;

  @Option(
      names = "--rpm",
      paramLabel = "N",
      description = "The maximum number of requests per minute. Default: learnt from responses.")
  private long requestsPerMinute;

  @Option(
      names = "--tpm",
      paramLabel = "N",
      description =
          "The maximum number of tokens per minute, input and output together. Default: learnt"
              + " from responses.")
  private long tokensPerMinute;

  @Option(
      names = "--max-cost",
      paramLabel = "AMOUNT",
      description =
          "Start no further line when this amount is spent, in the currency of the model's"
              + " prices, such as 2.50.")
  private @Nullable BigDecimal maxCost;

  @Option(
      names = "--max-errors",
      paramLabel = "N|P%",
      converter = ErrorLimit.Converter.class,
      description =
          "Stop when N lines have failed, or more than P percent of at least 20 lines. Default:"
              + " continue.")
  private @Nullable ErrorLimit maxErrors;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Run the first N lines only, for instance to try a prompt.")
  private @Nullable Long limit;

  /** Returns the limits, for a batch on several machines. */
  public BatchLimits limits() {
    return new BatchLimits(
        concurrency,
        requestsPerMinute,
        tokensPerMinute,
        maxCost,
        maxErrors == null ? null : maxErrors.text(),
        limit == null ? Long.MAX_VALUE : limit);
  }

  /**
   * Checks that the cost of a model can be limited, if it has to be.
   *
   * @throws CommandException if its price is not known
   */
  void requirePrices(Model model) {
    if (maxCost != null && model.profile().flatMap(ModelProfile::prices).isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE,
          "--max-cost: the price of the model %s is not known. Remove the option, or use another model."
              .formatted(model));
    }
  }

  /** Returns the model with the limits of its requests, which all lines share. */
  Model limit(Model model) {
    return model.with(
        RateLimit.builder().requests(requestsPerMinute).tokens(tokensPerMinute).build());
  }

  /**
   * Returns the batch of an agent.
   *
   * @throws IllegalArgumentException if an option is out of range
   */
  Batch<JsonNode, JsonNode> batch(AtomicAgent<JsonNode, JsonNode> agent) {
    // A large window: a single slow line must not delay the others, which are small.
    int window = Math.clamp((long) concurrency * WINDOW_FACTOR, MIN_WINDOW, MAX_WINDOW);
    Batch<JsonNode, JsonNode> batch =
        Batch.of(agent)
            .withMaxConcurrency(concurrency(agent.timeout()))
            .withWindow(Math.max(window, concurrency));
    if (maxCost != null) {
      batch = batch.withMaxCost(maxCost);
    }
    return maxErrors == null ? batch : batch.withStopPolicy(maxErrors.policy());
  }

  /**
   * Returns the concurrency, but no more lines than half of the timeout has requests: each line
   * waits for those before it, and the wait counts against its timeout.
   */
  int concurrency(@Nullable Duration timeout) {
    if (requestsPerMinute == 0 || timeout == null) {
      return concurrency;
    }
    double requests = requestsPerMinute * (timeout.toMillis() / MILLIS_PER_MINUTE) / 2;
    return Math.clamp((long) requests, 1, concurrency);
  }

  BatchSource<JsonNode> limit(BatchSource<JsonNode> source) {
    return limit == null ? source : new LimitedSource<>(source, limit);
  }

  /**
   * Returns the first option with an invalid value, as a message; null if all are valid.
   *
   * @return the message of a usage error
   */
  public @Nullable String problem() {
    if (concurrency < 1) {
      return "--concurrency: expected 1 or more, found " + concurrency;
    }
    if (requestsPerMinute < 0) {
      return "--rpm: expected 1 or more, found " + requestsPerMinute;
    }
    if (tokensPerMinute < 0) {
      return "--tpm: expected 1 or more, found " + tokensPerMinute;
    }
    if (maxCost != null && maxCost.signum() <= 0) {
      return "--max-cost: expected more than 0, found " + maxCost.toPlainString();
    }
    if (limit != null && limit < 1) {
      return "--limit: expected 1 or more, found " + limit;
    }
    return null;
  }
}
