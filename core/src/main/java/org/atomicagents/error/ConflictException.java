package org.atomicagents.error;

/** Another run was faster: the conversation is busy, or has moved on. */
public final class ConflictException extends AgentException {

  private ConflictException(String message) {
    super(message, null);
  }

  /** For conversations: what stands in the way, and what to do. */
  public static ConflictException of(String message) {
    return new ConflictException(message);
  }

  @Override
  public boolean isRetryable() {
    return true;
  }
}
