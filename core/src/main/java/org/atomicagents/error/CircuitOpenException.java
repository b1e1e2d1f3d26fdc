package org.atomicagents.error;

import java.time.Duration;

/**
 * Thrown without a request if the circuit breaker of a model is open, since its latest requests
 * failed.
 */
public final class CircuitOpenException extends AgentException {
  private final String model;
  private final Duration retryAfter;

  private CircuitOpenException(String message, String model, Duration retryAfter) {
    super(message, null);
    this.model = model;
    this.retryAfter = retryAfter;
  }

  /**
   * Returns an exception.
   *
   * @param model the provider and the model, such as {@code openai:gpt-5-mini}
   * @param retryAfter the time until the breaker permits a trial request; zero if one is running
   */
  public static CircuitOpenException of(String model, Duration retryAfter) {
    String next =
        retryAfter.isZero()
            ? "A trial request is in progress."
            : "The next trial request is permitted in " + retryAfter.toMillis() + " ms.";
    return new CircuitOpenException(
        "The circuit breaker of "
            + model
            + " is open, since its latest requests failed: no request was sent. "
            + next
            + "\nTry again later, or add a fallback to another model.",
        model,
        retryAfter);
  }

  /** Returns the provider and the model, such as {@code openai:gpt-5-mini}. */
  public String model() {
    return model;
  }

  /** Returns the time until the breaker permits a trial request; zero if one is running. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Returns false: a retry of the same model would only repeat the rejection. */
  @Override
  public boolean isRetryable() {
    return false;
  }

  @Override
  AgentException copy() {
    return new CircuitOpenException(message(), model, retryAfter);
  }
}
