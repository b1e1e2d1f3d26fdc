package org.atomicagents.internal.limit;

import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.message.Message;
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
  private final boolean correctsOutput;
  private final AtomicReference<TokenCorrection> input =
      new AtomicReference<>(TokenCorrection.NONE);
  private final AtomicReference<TokenCorrection> output =
      new AtomicReference<>(TokenCorrection.NONE);

  /**
   * Creates an estimator.
   *
   * @param correctsOutput whether output tokens are corrected, and not charged as the request
   *     limits them
   */
  TokenEstimator(TokenCounter counter, long defaultOutputTokens, boolean correctsOutput) {
    this.counter = counter;
    this.defaultOutputTokens = defaultOutputTokens;
    this.correctsOutput = correctsOutput;
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
        correctsOutput ? output.get().apply(estimate.outputTokens()) : estimate.outputTokens());
  }

  /** Learns from the amounts of a complete response. */
  void learn(RequestAmount estimate, RequestAmount used) {
    input.updateAndGet(old -> old.plus(estimate.inputTokens(), used.inputTokens()));
    output.updateAndGet(old -> old.plus(estimate.outputTokens(), used.outputTokens()));
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
}
