package org.atomicagents.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The provider can't answer now (5xx), or is not asked because it lately could not. */
public final class UnavailableException extends ProviderException {
  private final @Nullable Duration retryAfter;

  private UnavailableException(ProviderError error, @Nullable Duration retryAfter) {
    super(
        error.provider() + " is unavailable " + error.describe() + "\n" + advice(retryAfter),
        error);
    this.retryAfter = retryAfter;
  }

  /**
   * For clients.
   *
   * @param retryAfter how long to wait, if the provider said so
   */
  public static UnavailableException of(ProviderError error, @Nullable Duration retryAfter) {
    return new UnavailableException(error, retryAfter);
  }

  /** How long the provider asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }

  private static String advice(@Nullable Duration retryAfter) {
    return retryAfter == null
        ? "Try again later."
        : "Try again in " + retryAfter.toMillis() + " ms.";
  }
}
