package org.atomicagents.internal.limit;

import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.message.Message;
import org.atomicagents.message.Usage;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.model.ToolSpec;

/**
 * An estimator of the tokens of requests, which corrects itself by the usage of responses.
 *
 * <p>A constant error of the counter, and a maximum length that responses do not need, would
 * otherwise leave a part of the limit unused. Thread-safe.
 */
public final class TokenEstimator {
  private final TokenCounter counter;
  private final long defaultOutputTokens;
  private final AtomicReference<Correction> input = new AtomicReference<>(Correction.NONE);
  private final AtomicReference<Correction> output = new AtomicReference<>(Correction.NONE);

  TokenEstimator(TokenCounter counter, long defaultOutputTokens) {
    this.counter = counter;
    this.defaultOutputTokens = defaultOutputTokens;
  }

  /** Returns the estimate of a request without corrections. */
  RequestAmount estimate(ModelRequest request) {
    Integer maxTokens = request.sampling().maxTokens();
    return new RequestAmount(
        1, inputTokens(request), maxTokens == null ? defaultOutputTokens : maxTokens);
  }

  /** Returns an estimate with the corrections learnt so far. */
  RequestAmount correct(RequestAmount estimate) {
    return new RequestAmount(
        estimate.requests(),
        input.get().apply(estimate.inputTokens()),
        output.get().apply(estimate.outputTokens()));
  }

  /** Learns from the usage of a complete response. */
  void learn(RequestAmount estimate, Usage usage) {
    input.updateAndGet(old -> old.plus(estimate.inputTokens(), usage.inputTokens()));
    output.updateAndGet(old -> old.plus(estimate.outputTokens(), usage.outputTokens()));
  }

  private long inputTokens(ModelRequest request) {
    return inputTokens(counter, request);
  }

  /** Returns the input tokens of a request as a counter estimates them, with schema and tools. */
  public static long inputTokens(TokenCounter counter, ModelRequest request) {
    TokenCounter current = counter.current();
    OutputFormat format = request.output();
    var messages = format == null ? request.messages() : format.instruct(request.messages());
    long tokens = current.requestTokens();
    for (Message message : messages) {
      tokens += current.count(message);
    }
    if (format != null && !format.mode().isPrompted()) {
      tokens += current.countSchema(format.effectiveSchema());
    }
    for (ToolSpec tool : request.tools()) {
      tokens += current.count(tool.name()) + current.count(tool.description());
      tokens += current.countSchema(tool.schema());
    }
    return tokens;
  }

  /** Sums of estimated and actual tokens, in which recent requests have more weight. */
  private record Correction(double estimated, double actual) {
    static final Correction NONE = new Correction(0, 0);
    private static final double WEIGHT_OF_PAST = 0.98;
    private static final double MAX_FACTOR = 20;

    Correction plus(long estimate, long used) {
      return new Correction(estimated * WEIGHT_OF_PAST + estimate, actual * WEIGHT_OF_PAST + used);
    }

    long apply(long estimate) {
      if (estimated == 0) {
        return estimate;
      }
      double factor = Math.clamp(actual / estimated, 1 / MAX_FACTOR, MAX_FACTOR);
      return Math.round(estimate * factor);
    }
  }
}
