package org.atomicagents.error;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The provider wants fewer requests (429), for a while or for good. */
public final class RateLimitedException extends ProviderException {
  private final Kind kind;
  private final @Nullable Duration retryAfter;

  private RateLimitedException(ProviderError error, Kind kind, @Nullable Duration retryAfter) {
    super(
        error.provider() + " limits the rate " + error.describe() + "\n" + advice(kind, retryAfter),
        error);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  /** What kind of limit it is. */
  public enum Kind {
    /** Too fast: the same request succeeds later. */
    WAIT,
    /** This request is larger than the limit allows: it succeeds if it is made smaller. */
    CAP,
    /** The quota or the credit is used up: nothing succeeds until somebody acts. */
    STOP
  }

  /**
   * For clients.
   *
   * @param retryAfter how long to wait, if the provider said so
   */
  public static RateLimitedException of(
      ProviderError error, Kind kind, @Nullable Duration retryAfter) {
    return new RateLimitedException(error, kind, retryAfter);
  }

  /** What kind of limit it is. */
  public Kind kind() {
    return kind;
  }

  /** How long the provider asks to wait. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  @Override
  public boolean isRetryable() {
    return kind == Kind.WAIT;
  }

  private static String advice(Kind kind, @Nullable Duration retryAfter) {
    return switch (kind) {
      case WAIT ->
          retryAfter == null
              ? "Try again later, or send fewer requests at a time."
              : "Try again in " + retryAfter.toMillis() + " ms.";
      case CAP -> "Make the request smaller, or ask the provider for a higher limit.";
      case STOP -> "Check the quota and the credit with the provider.";
    };
  }
}
