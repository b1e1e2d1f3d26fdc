package org.atomicagents.error;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if all models or agents of a fallback failed. */
public final class AllModelsFailedException extends AgentException {
  private final List<AgentException> causes;

  private AllModelsFailedException(String message, List<AgentException> causes) {
    super(message, causes.getLast());
    this.causes = List.copyOf(causes);
  }

  /**
   * Returns the exception of a fallback.
   *
   * @param causes the failures, in the order of the models; at least one
   */
  public static AllModelsFailedException of(List<AgentException> causes) {
    String messages =
        causes.stream().map(c -> "  " + c.getMessage()).collect(Collectors.joining("\n"));
    return new AllModelsFailedException(
        "All " + causes.size() + " models failed:\n" + messages, causes);
  }

  /** Returns the failures in the order of the models; unmodifiable, at least one. */
  public List<AgentException> causes() {
    return causes;
  }

  /** Returns whether at least one of the failures is retryable. */
  @Override
  public boolean isRetryable() {
    return causes.stream().anyMatch(AgentException::isRetryable);
  }

  @Override
  AgentException copy() {
    return new AllModelsFailedException(message(), causes);
  }
}
