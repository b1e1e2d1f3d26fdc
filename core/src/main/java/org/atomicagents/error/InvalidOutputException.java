package org.atomicagents.error;

import java.util.List;
import org.atomicagents.message.Violation;

/** The model did not bring a valid output in all attempts. */
public final class InvalidOutputException extends AgentException {
  private final List<Violation> violations;
  private final int attempts;
  private final String lastResponse;

  private InvalidOutputException(
      String message, List<Violation> violations, int attempts, String lastReply) {
    super(message, null);
    this.violations = List.copyOf(violations);
    this.attempts = attempts;
    this.lastResponse = lastReply;
  }

  /**
   * For agents.
   *
   * @param output the name of the output's type
   * @param violations what was wrong with the last reply
   */
  public static InvalidOutputException of(
      String agent, String output, int attempts, List<Violation> violations, String lastReply) {
    String message =
        "Agent '%s' got no valid %s in %d %s:\n%s\nRaise maxAttempts, or relax %s."
            .formatted(
                agent,
                output,
                attempts,
                attempts == 1 ? "attempt" : "attempts",
                Violation.lines(violations),
                output);
    return new InvalidOutputException(message, violations, attempts, lastReply);
  }

  /** What was wrong with the last reply. */
  public List<Violation> violations() {
    return violations;
  }

  /** How many replies were judged. */
  public int attempts() {
    return attempts;
  }

  /** The last reply, as the model wrote it. */
  public String lastResponse() {
    return lastResponse;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
