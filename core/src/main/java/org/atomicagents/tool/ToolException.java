package org.atomicagents.tool;

import org.jspecify.annotations.Nullable;

/**
 * Thrown by a tool that has no result for its input; the model receives the message.
 *
 * <p>The message must be suitable for the model: the model may repeat it to the user, so it must
 * not contain secrets. The message of any other exception is not sent to the model.
 */
public final class ToolException extends RuntimeException {

  /** Creates an exception with a message for the model. */
  public ToolException(String message) {
    this(message, null);
  }

  /**
   * Creates an exception with a message for the model.
   *
   * @param cause the cause, for listeners and logs; not sent to the model
   */
  public ToolException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
