package org.atomicagents.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the provider is overloaded or has failed (HTTP 5xx except 501 and 505, and 408, 409,
 * 425 and 498).
 */
public final class UnavailableException extends ProviderException {
  private final @Nullable Duration retryAfter;

  private UnavailableException(ProviderError error, @Nullable Duration retryAfter) {
    super(
        error.provider() + " is unavailable " + error.describe() + "\n" + advice(retryAfter),
        error);
    this.retryAfter = retryAfter;
  }

  /**
   * Returns the exception of a model client.
   *
   * @param retryAfter the time to wait before a retry; null if the provider sent none
   */
  public static UnavailableException of(ProviderError error, @Nullable Duration retryAfter) {
    return new UnavailableException(error, retryAfter);
  }

  /** Returns the time to wait before a retry; empty if the provider sent none. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns true: the provider may be available again later. */
  @Override
  public boolean isRetryable() {
    return true;
  }

  @Override
  AgentException copy() {
    return new UnavailableException(error(), retryAfter);
  }

  private static String advice(@Nullable Duration retryAfter) {
    return retryAfter == null
        ? "Try again later."
        : "Try again in " + retryAfter.toMillis() + " ms.";
  }
}
