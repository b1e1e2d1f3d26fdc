package org.atomicagents.internal.run;

import java.util.List;
import java.util.Objects;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.TruncatedException;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.model.ModelExchange;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.RunContext;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.Phase;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one run: sends requests and reads responses until a response is valid.
 *
 * <p>Used by one thread at a time.
 */
final class AttemptLoop<O> {
  private final RunPlan<O> plan;
  private final RunLifecycle lifecycle;
  private final ResponseValidator<O> validator;
  private AttemptRequest<O> request;
  private @Nullable AttemptReader reader;
  private int attempts;
  private int validated;
  // Responses that another model replaced before they were complete.
  private int replaced;
  private boolean isReading;
  private @Nullable ValidationResult<O> rejected;
  private @Nullable ValidationResult<O> accepted;

  AttemptLoop(RunPlan<O> plan, RunLifecycle lifecycle, boolean streaming) {
    this.plan = plan;
    this.lifecycle = lifecycle;
    this.validator = new ResponseValidator<>(plan, lifecycle::checkpoint);
    this.request = AttemptRequest.first(plan, streaming);
  }

  /**
   * Returns the next chunk of text; waits for it. Null after the last chunk of a valid response.
   */
  @Nullable ResponseChunk next() {
    while (accepted == null) {
      AttemptReader current = isReading ? current() : start();
      while (current.violation() == null && current.hasNext()) {
        lifecycle.requireOpen();
        ResponseChunk chunk = current.next();
        if (chunk != null) {
          context().timings().recordFirstToken();
          return chunk;
        }
      }
      Violation unusable = current.violation();
      if (unusable == null) {
        context().timings().addRest(Phase.CLIENT);
        finish(current);
      } else {
        String json = current.response().json(request.outputName());
        abort(ValidationResult.invalid(List.of(unusable), json, ResponseForm.UNUSABLE));
      }
    }
    return null;
  }

  /** Reads responses to their end until one is valid. */
  void complete() {
    while (accepted == null) {
      AttemptReader current = isReading ? current() : start();
      while (current.hasNext()) {
        lifecycle.requireOpen();
        current.skip();
      }
      endExchange();
      context().timings().addRest(Phase.CLIENT);
      finish(current);
    }
  }

  /**
   * Ends an attempt before its response is complete, and prepares the next one.
   *
   * @param json the JSON received so far, closed
   */
  void reject(List<Violation> violations, String json) {
    abort(ValidationResult.invalid(violations, json, ResponseForm.AS_REQUESTED));
  }

  private void abort(ValidationResult<O> result) {
    endExchange();
    context().timings().addRest(Phase.CLIENT);
    validated++;
    addUnreportedUsage();
    RunEvents.outputRejected(context(), attempts, result.violations(), result.json());
    reject(result);
  }

  private void recordReplaced() {
    addUnreportedUsage();
    replaced++;
  }

  /** Adds the estimated usage of an aborted response, whose usage the provider does not report. */
  private void addUnreportedUsage() {
    if (context().hasUnreportedText()) {
      TokenCounter counter = plan.config().tokenCounter();
      int input = request.request().messages().stream().mapToInt(counter::count).sum();
      int output = counter.count(response().json(request.outputName()));
      context().addEstimatedUsage(Usage.of(input, output));
    }
  }

  /** Returns the result of the valid response; null if there is none yet. */
  @Nullable ValidationResult<O> accepted() {
    return accepted;
  }

  /** Returns the latest response. */
  ResponseAccumulator response() {
    return current().response();
  }

  /** Returns how many attempts were started. */
  int attempts() {
    return attempts;
  }

  /** Returns how many responses were validated. */
  int validated() {
    return validated;
  }

  /** Returns the exception for the latest rejected output; null if no output was rejected. */
  @Nullable InvalidOutputException rejection() {
    ValidationResult<O> latest = rejected;
    return latest == null ? null : exception(latest);
  }

  private InvalidOutputException exception(ValidationResult<O> invalid) {
    return InvalidOutputException.of(
        plan.config().agent(),
        plan.output().schema().name(),
        validated,
        invalid.violations(),
        invalid.json());
  }

  private RunContext context() {
    return lifecycle.context();
  }

  private AttemptReader current() {
    return Objects.requireNonNull(reader);
  }

  private AttemptReader start() {
    boolean streaming = request.request().stream();
    if (streaming && attempts == 0) {
      context().timings().addRest(Phase.CALLER);
    }
    lifecycle.requireOpen();
    attempts++;
    OutputFormat format = request.format();
    var response = new ResponseAccumulator(request.request().model(), format.mode());
    ModelExchange exchange = plan.config().model().open(request.request(), context());
    lifecycle.begin(exchange);
    var started =
        new AttemptReader(
            attempts + replaced,
            format.name(),
            response,
            exchange.iterator(),
            streaming ? format : null,
            this::recordReplaced);
    context().timings().addRest(Phase.CLIENT);
    reader = started;
    isReading = true;
    return started;
  }

  private void endExchange() {
    isReading = false;
    lifecycle.closeExchange();
  }

  /** Validates a complete response; prepares the next attempt if it is invalid. */
  private void finish(AttemptReader current) {
    lifecycle.requireOpen();
    endExchange();
    validated++;
    RunEvents.responseReceived(context(), attempts, current.response(), request.outputName());
    ValidationResult<O> result;
    try {
      result = validate(current.response());
    } catch (TruncatedException e) {
      context().timings().addRest(Phase.READ);
      repeat(e);
      context().timings().addRest(Phase.RE_ASK);
      return;
    }
    if (result.output() == null) {
      reject(result);
    } else {
      accepted = result;
    }
  }

  private ValidationResult<O> validate(ResponseAccumulator response) {
    InvalidPartsRequest<O> parts = request.parts();
    ValidationResult<O> result =
        parts == null ? validator.validate(response) : validator.validate(response, parts);
    context().timings().add(Phase.VALIDATE, result.validateNanos());
    String outputName = request.outputName();
    if (!result.repairs().isEmpty()) {
      RunEvents.outputRepaired(context(), attempts, result.repairs(), response.json(outputName));
    }
    if (result.output() == null) {
      RunEvents.outputRejected(context(), attempts, result.violations(), response.json(outputName));
    }
    // Reading begins with the assembly of the text, and ends with the result.
    context().timings().addRest(Phase.READ);
    return result;
  }

  private void reject(ValidationResult<O> result) {
    rejected = result;
    if (attempts >= plan.config().limits().maxAttempts()) {
      throw exception(result);
    }
    request = new ReAskRequests<>(plan).next(request, response(), result);
    context().timings().addRest(Phase.RE_ASK);
  }

  /**
   * Prepares to repeat a request whose response was cut off: with a larger output limit if there is
   * one, and with another seed, since most of these responses repeat text by chance.
   */
  private void repeat(TruncatedException truncated) {
    Sampling sampling = request.request().sampling();
    Integer limit = sampling.maxTokens();
    Integer larger = plan.config().limits().maxTokensAfterTruncation();
    if (larger != null && limit != null && limit >= larger) {
      larger = null;
    }
    if (larger == null) {
      larger = OutputBudget.escalated(plan, limit);
    }
    Double temperature = sampling.temperature();
    boolean isRepeatable = larger != null || temperature == null || temperature > 0;
    if (!isRepeatable || attempts >= plan.config().limits().maxAttempts()) {
      throw truncated;
    }
    Sampling repeated = ReAskRequests.withNextSeed(sampling);
    request =
        request.withRequest(
            request
                .request()
                .withSampling(larger == null ? repeated : repeated.withMaxTokens(larger)));
  }
}
