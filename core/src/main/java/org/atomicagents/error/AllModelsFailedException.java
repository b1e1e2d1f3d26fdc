package org.atomicagents.error;

import java.util.List;
import java.util.stream.Collectors;

/** Every model or agent that could have answered has failed. */
public final class AllModelsFailedException extends AgentException {
  private final List<AgentException> causes;

  private AllModelsFailedException(String message, List<AgentException> causes) {
    super(message, causes.getLast());
    this.causes = List.copyOf(causes);
  }

  /** For fallbacks: the failures, in the order of the tries; at least one. */
  public static AllModelsFailedException of(List<AgentException> causes) {
    String each = causes.stream().map(c -> "  " + c.getMessage()).collect(Collectors.joining("\n"));
    return new AllModelsFailedException("All " + causes.size() + " tries failed:\n" + each, causes);
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
