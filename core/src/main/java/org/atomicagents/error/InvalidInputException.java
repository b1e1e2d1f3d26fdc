package org.atomicagents.error;

import java.util.List;
import org.atomicagents.message.Violation;

/**
 * Thrown if an agent or a tool is run with an input that violates its constraints; nothing was sent
 * or run.
 *
 * <p>An {@link IllegalArgumentException} and not an {@link AgentException}, since the caller passed
 * an invalid argument.
 */
public final class InvalidInputException extends IllegalArgumentException {

  private final List<Violation> violations;

  private InvalidInputException(String message, List<Violation> violations) {
    super(message);
    this.violations = List.copyOf(violations);
  }

  /**
   * Returns an exception.
   *
   * @param agent the name of the agent
   * @param input the name of the input's type
   * @param violations the violations of the input, at least one
   */
  public static InvalidInputException of(String agent, String input, List<Violation> violations) {
    return new InvalidInputException(
        "Agent '%s' was run with an invalid %s:\n%s"
            .formatted(agent, input, Violation.lines(violations)),
        violations);
  }

  /**
   * Returns an exception of a tool.
   *
   * @param tool the name of the tool
   * @param input the name of the input's type
   * @param violations the violations of the input, at least one
   */
  public static InvalidInputException ofTool(
      String tool, String input, List<Violation> violations) {
    return new InvalidInputException(
        "Tool '%s' was called with an invalid %s:\n%s"
            .formatted(tool, input, Violation.lines(violations)),
        violations);
  }

  /** Returns the violations of the input; unmodifiable. */
  public List<Violation> violations() {
    return violations;
  }
}
