package org.atomicagents.error;

/** A limit that the application has set is used up. */
public final class LimitExceededException extends AgentException {
  private final String limit;
  private final long used;

  private LimitExceededException(String message, String limit, long used) {
    super(message, null);
    this.limit = limit;
    this.used = used;
  }

  /** For interceptors: of {@code limit}, {@code used} are used of {@code most}. */
  public static LimitExceededException of(String limit, long used, long most) {
    return new LimitExceededException(
        "Stopped by a limit: " + limit + ", " + used + " used of " + most + ".", limit, used);
  }

  /** Which limit it is, in words. */
  public String limit() {
    return limit;
  }

  /** How much of it was used. */
  public long used() {
    return used;
  }

  @Override
  public boolean isRetryable() {
    return false;
  }
}
