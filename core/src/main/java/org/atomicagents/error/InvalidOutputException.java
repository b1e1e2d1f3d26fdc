package org.atomicagents.error;

import java.util.List;
import org.atomicagents.message.Violation;

/**
 * Thrown if no attempt of a run produced a valid output.
 *
 * <p>The violations and the text are those of the last attempt.
 *
 * @see org.atomicagents.RunLimits#maxAttempts()
 */
public final class InvalidOutputException extends AgentException {
  private final List<Violation> violations;
  private final int attempts;
  private final String lastResponse;
  private final List<String> reasons;

  private InvalidOutputException(
      String message,
      List<Violation> violations,
      List<String> reasons,
      int attempts,
      String lastResponse) {
    super(message, null);
    this.violations = List.copyOf(violations);
    this.reasons = List.copyOf(reasons);
    this.attempts = attempts;
    this.lastResponse = lastResponse;
  }

  /**
   * Returns an exception.
   *
   * @param agent the name of the agent
   * @param output the name of the output's type
   * @param attempts the number of validated responses
   * @param violations the violations of the last response
   * @param lastResponse the last response as the model wrote it
   */
  public static InvalidOutputException of(
      String agent, String output, int attempts, List<Violation> violations, String lastResponse) {
    String message =
        "Agent '%s' got no valid %s in %d %s:\n%s\nRaise maxAttempts, or relax %s."
            .formatted(
                agent,
                output,
                attempts,
                attempts == 1 ? "attempt" : "attempts",
                Violation.lines(violations),
                output);
    return new InvalidOutputException(message, violations, List.of(), attempts, lastResponse);
  }

  /**
   * Returns the exception of a valid output that checks of the application did not accept.
   *
   * @param agent the name of the agent
   * @param model the name of the model or agent that produced the output
   * @param output the name of the output's type
   * @param attempts the number of validated responses
   * @param reasons the reasons of the checks, at least one
   * @param lastResponse the last response as the model wrote it
   */
  public static InvalidOutputException ofChecks(
      String agent,
      String model,
      String output,
      int attempts,
      List<String> reasons,
      String lastResponse) {
    String message =
        "Agent '%s' accepted no %s of %s:\n  %s\nAdd a model, or relax the checks."
            .formatted(agent, output, model, String.join("\n  ", reasons));
    return new InvalidOutputException(message, List.of(), reasons, attempts, lastResponse);
  }

  /** Returns the violations of the last response; unmodifiable. */
  public List<Violation> violations() {
    return violations;
  }

  /**
   * Returns the reasons for which checks of the application did not accept a valid output; empty if
   * the output is invalid; unmodifiable.
   */
  public List<String> reasons() {
    return reasons;
  }

  @Override
  public int attempts() {
    // A run of several models has recorded the responses of all of them.
    return Math.max(attempts, super.attempts());
  }

  /** Returns the last response as the model wrote it. */
  public String lastResponse() {
    return lastResponse;
  }

  /** Returns false: the run has already asked the model again. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new InvalidOutputException(message(), violations, reasons, attempts, lastResponse);
  }
}
