package org.atomicagents.internal.storage;

import java.io.IOException;

/** Thrown if a log is open already, in this process or in another one. */
public final class LogInUseException extends IOException {
  private static final long serialVersionUID = 1L;

  LogInUseException(String problem) {
    super(problem);
  }
}
