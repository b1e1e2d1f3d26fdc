package org.atomicagents.model;

import java.util.List;
import java.util.stream.Collectors;

/** Every model or agent that could have answered has failed. */
public final class AllFailedException extends AgentException {
  private final List<AgentException> causes;

  private AllFailedException(String message, List<AgentException> causes) {
    super(message, causes.getLast());
    this.causes = List.copyOf(causes);
  }

  /** For fallbacks: the failures, in the order of the tries; at least one. */
  public static AllFailedException of(List<AgentException> causes) {
    String each = causes.stream().map(c -> "  " + c.getMessage()).collect(Collectors.joining("\n"));
    return new AllFailedException("All " + causes.size() + " tries failed:\n" + each, causes);
  }

  /** The failures, in the order of the tries. */
  public List<AgentException> causes() {
    return causes;
  }

  @Override
  public boolean isRetryable() {
    return causes.stream().anyMatch(AgentException::isRetryable);
  }
}
