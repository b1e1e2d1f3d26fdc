package org.atomicagents.internal.storage;

import java.io.IOException;

/** Thrown if it is unknown which records of a log are durable; it has to be opened again. */
final class LogFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  LogFailedException(IOException cause) {
    super("the log has to be opened again: " + cause.getMessage(), cause);
  }
}
