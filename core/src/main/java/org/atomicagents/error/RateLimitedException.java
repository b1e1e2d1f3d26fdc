package org.atomicagents.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if the provider rejects a request because of a rate limit, a size limit or an exhausted
 * quota (HTTP 429, 413 and 402).
 */
public final class RateLimitedException extends ProviderException {
  private final Kind kind;
  private final @Nullable Duration retryAfter;

  private RateLimitedException(ProviderError error, Kind kind, @Nullable Duration retryAfter) {
    super(
        error.provider()
            + " reported a rate limit "
            + error.describe()
            + "\n"
            + advice(kind, retryAfter),
        error);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** The kind of an exceeded limit. */
  public enum Kind {
    /** Too many requests or tokens in a period: the same request succeeds later. */
    RATE,
    /**
     * Too many concurrent requests, or a provider without free capacity: the same request succeeds
     * later, if fewer are sent at a time.
     */
    CAPACITY,
    /** The request alone exceeds the limit: it has to be made smaller. */
    REQUEST_TOO_LARGE,
    /** The quota or the credit is exhausted: all requests fail until the account is changed. */
    QUOTA
  }

  /**
   * Returns the exception of a model client.
   *
   * @param retryAfter the time to wait before a retry; null if the provider sent none
   */
  public static RateLimitedException of(
      ProviderError error, Kind kind, @Nullable Duration retryAfter) {
    return new RateLimitedException(error, kind, retryAfter);
  }

  /** Returns the kind of the exceeded limit. */
  public Kind kind() {
    return kind;
  }

  /** Returns the time to wait before a retry; empty if the provider sent none. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /** Returns true for {@link Kind#RATE} and {@link Kind#CAPACITY}. */
  @Override
  public boolean isRetryable() {
    return kind == Kind.RATE || kind == Kind.CAPACITY;
  }

  @Override
  AgentException copy() {
    return new RateLimitedException(error(), kind, retryAfter);
  }

  private static String advice(Kind kind, @Nullable Duration retryAfter) {
    return switch (kind) {
      case RATE, CAPACITY ->
          retryAfter == null
              ? "Try again later, or send fewer requests at a time."
              : "Try again in " + retryAfter.toMillis() + " ms.";
      case REQUEST_TOO_LARGE -> "Make the request smaller, or ask the provider for a higher limit.";
      case QUOTA -> "Check the quota and the credit of your account with the provider.";
    };
  }
}
