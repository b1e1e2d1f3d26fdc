package org.atomicagents.internal.storage;

import java.io.IOException;

/** Thrown if a log contains other bytes than those that were committed. */
public final class LogDamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  LogDamagedException(long position, String problem) {
    super("damaged at byte " + position + ": " + problem);
  }
}
