package org.atomicagents.resilience;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.AllModelsFailedException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.InvalidOutputException;
import org.atomicagents.error.LimitExceededException;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.UnavailableException;
import org.atomicagents.resilience.OrderCase.Kind;
import org.atomicagents.resilience.OrderCase.Step;

/**
 * The counts of a run as the documentation describes them, computed from the scripts of its models
 * without any code of the library.
 */
final class ExpectedRun {
  /** The input tokens that are estimated for each message of a cancelled request. */
  static final int TOKENS_PER_MESSAGE = 2;

  private static final int FIRST_MESSAGES = 2;
  private static final int RE_ASK_MESSAGES = 2;

  private final OrderCase layers;
  private final int[] positions;
  int attempts;
  int requests;
  int retried;
  int replaced;
  int hedged;
  long inputTokens;
  long outputTokens;
  BigDecimal cost = BigDecimal.ZERO;
  // The class of the exception; null if the run returns an output.
  Class<? extends AgentException> failure;
  // A broken stream whose usage is estimated: the tokens are not predicted.
  boolean isEstimated;

  ExpectedRun(OrderCase layers) {
    this.layers = layers;
    this.positions = new int[layers.models().size()];
  }

  /** A failure of a request or of a run. */
  private static final class Failed extends RuntimeException {
    private final Class<? extends AgentException> type;
    private final boolean isRetryable;

    Failed(Class<? extends AgentException> type, boolean isRetryable) {
      super(null, null, false, false);
      this.type = type;
      this.isRetryable = isRetryable;
    }
  }

  /** Computes the counts of a run; the scripts continue where the previous run ended. */
  ExpectedRun run() {
    try {
      while (true) {
        Kind kind = fallback();
        attempts++;
        if (kind == Kind.VALID) {
          return this;
        }
        if (attempts == layers.maxAttempts()) {
          throw new Failed(InvalidOutputException.class, false);
        }
      }
    } catch (Failed e) {
      failure = e.type;
      return this;
    }
  }

  private Kind fallback() {
    requireUsage();
    List<Failed> failures = new ArrayList<>();
    for (int model = 0; ; model++) {
      Failed failed;
      boolean isBroken = false;
      try {
        Kind kind = retry(model);
        if (kind != Kind.BROKEN) {
          return kind;
        }
        // After the first event: not retried, and replaced by choice only.
        failed = new Failed(TransportException.class, true);
        isBroken = true;
        isEstimated = true;
      } catch (Failed e) {
        failed = e;
      }
      if (isBroken && !layers.isMidStream()) {
        throw failed;
      }
      boolean isLast = model + 1 == layers.models().size();
      if (isLast || !failed.isRetryable || requests >= layers.maxRequests()) {
        boolean isOfCaller = failed.type == LimitExceededException.class;
        throw failures.isEmpty() || isOfCaller
            ? failed
            : new Failed(AllModelsFailedException.class, false);
      }
      failures.add(failed);
      replaced++;
    }
  }

  private Kind retry(int model) {
    Failed last = null;
    for (int retry = 0; ; retry++) {
      Step step;
      try {
        step = send(model);
      } catch (Failed e) {
        throw last == null ? e : last;
      }
      Failed failed =
          switch (step.kind()) {
            case VALID, INVALID -> null;
            case BROKEN -> layers.isStreamed() ? null : new Failed(TransportException.class, true);
            case UNAVAILABLE -> new Failed(UnavailableException.class, true);
            case REJECTED -> new Failed(BadRequestException.class, false);
          };
      if (failed == null) {
        return step.kind();
      }
      boolean isRetried =
          failed.isRetryable
              && retry < layers.retries().get(model)
              && requests < layers.maxRequests();
      if (!isRetried) {
        throw failed;
      }
      last = failed;
      retried++;
    }
  }

  private Step send(int model) {
    Step step = take(model);
    boolean canHedge = step.isSlow() && layers.share() > 0 && mayRequest() && hasUsage();
    if (!canHedge) {
      return charge(model, step);
    }
    hedged++;
    long estimated =
        (long) TOKENS_PER_MESSAGE * (FIRST_MESSAGES + (attempts > 0 ? RE_ASK_MESSAGES : 0));
    add(model, estimated, 0);
    return charge(model, take(model));
  }

  private Step take(int model) {
    requireUsage();
    if (!mayRequest()) {
      throw new Failed(LimitExceededException.class, false);
    }
    requests++;
    return layers.models().get(model).get(positions[model]++);
  }

  private boolean mayRequest() {
    return requests < layers.maxRequests();
  }

  private boolean hasUsage() {
    return layers.usageLimit() == 0 || requests < layers.usageLimit();
  }

  private void requireUsage() {
    if (!hasUsage()) {
      throw new Failed(LimitExceededException.class, false);
    }
  }

  private Step charge(int model, Step step) {
    if (step.kind() == Kind.VALID || step.kind() == Kind.INVALID) {
      add(model, step.inputTokens(), step.outputTokens());
    }
    return step;
  }

  private void add(int model, long input, long output) {
    inputTokens += input;
    outputTokens += output;
    cost = cost.add(BigDecimal.valueOf(price(model) * (input + output)));
  }

  /** Returns the price of a token of a model, in millionths of the currency. */
  static long price(int model) {
    return 1L + model;
  }
}
