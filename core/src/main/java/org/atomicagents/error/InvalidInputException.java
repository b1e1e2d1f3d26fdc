package org.atomicagents.error;

import java.util.List;
import org.atomicagents.message.Violation;

/** An agent was run with an input that violates its own constraints; nothing was sent. */
public final class InvalidInputException extends IllegalArgumentException {

  private final List<Violation> violations;

  private InvalidInputException(String message, List<Violation> violations) {
    super(message);
    this.violations = List.copyOf(violations);
  }

  /**
   * For agents.
   *
   * @param input the name of the input's type
   */
  public static InvalidInputException of(String agent, String input, List<Violation> violations) {
    return new InvalidInputException(
        "Agent '%s' was run with an invalid %s:\n%s"
            .formatted(agent, input, Violation.lines(violations)),
        violations);
  }

  /** Returns the violations of the input. */
  public List<Violation> violations() {
    return violations;
  }
}
