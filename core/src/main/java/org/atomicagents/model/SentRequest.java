package org.atomicagents.model;

import java.util.concurrent.atomic.AtomicReference;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/** A request of a run, with the part of its usage that was estimated. Thread-safe. */
final class SentRequest {
  private final Model model;
  // Null until the usage is reported or estimated, or is known to be none.
  private final AtomicReference<@Nullable Usage> estimate = new AtomicReference<>();

  SentRequest(Model model) {
    this.model = model;
  }

  Model model() {
    return model;
  }

  boolean isSettled() {
    return estimate.get() != null;
  }

  void settle() {
    estimate.set(Usage.NONE);
  }

  /** Settles this request with an estimate; returns false if it is settled already. */
  boolean settleAs(Usage estimated) {
    return estimate.compareAndSet(null, estimated);
  }

  /** Settles this request with its reported usage; returns the part that is not in the estimate. */
  Usage settleReported(Usage reported) {
    Usage counted = estimate.getAndSet(Usage.NONE);
    return counted == null || counted.equals(Usage.NONE) ? reported : difference(reported, counted);
  }

  // A count that is negative here becomes 0.
  private static Usage difference(Usage all, Usage counted) {
    return new Usage(
        all.inputTokens() - counted.inputTokens(),
        all.outputTokens() - counted.outputTokens(),
        all.cacheReadTokens() - counted.cacheReadTokens(),
        all.cacheWriteTokens() - counted.cacheWriteTokens(),
        all.reasoningTokens() - counted.reasoningTokens(),
        all.audioInputTokens() - counted.audioInputTokens(),
        all.audioOutputTokens() - counted.audioOutputTokens());
  }
}
