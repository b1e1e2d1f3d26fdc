package org.atomicagents.model;

import org.jspecify.annotations.Nullable;

/** The connection failed, or what came over it could not be understood. */
public final class TransportException extends AgentException {
  private final Stage stage;

  private TransportException(String message, Stage stage, @Nullable Throwable cause) {
    super(message, cause);
    this.stage = stage;
  }

  /** How far the exchange had come. */
  public enum Stage {
    /** No connection: the request was not sent. */
    CONNECT,
    /** The connection broke before an answer began: the request may have been worked on. */
    REQUEST,
    /** The answer broke off. */
    RESPONSE,
    /** The answer came, and is not in the provider's protocol. */
    PROTOCOL
  }

  /**
   * For clients.
   *
   * @param message who, where, what was expected, what came, what to do
   */
  public static TransportException of(String message, Stage stage, @Nullable Throwable cause) {
    return new TransportException(message, stage, cause);
  }

  /** How far the exchange had come. */
  public Stage stage() {
    return stage;
  }

  @Override
  public boolean isRetryable() {
    return stage != Stage.PROTOCOL;
  }
}
