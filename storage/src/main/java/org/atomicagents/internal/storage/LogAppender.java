package org.atomicagents.internal.storage;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The appends to a log, of which none is tried after a failure that leaves the log in an unknown
 * state. Used by one thread.
 */
final class LogAppender {
  private static final int MAX_UNFORCED = 1_024;

  private final RecordLog log;
  private @Nullable IOException failure;
  private int unforced;

  @FunctionalInterface
  private interface LogOperation {
    void run() throws IOException;
  }

  LogAppender(RecordLog log) {
    this.log = log;
  }

  /**
   * Writes records, and makes them durable if many are not. Returns the failure if none was
   * written; null if all were.
   */
  @Nullable IOException write(List<byte[]> records) {
    if (failure != null || records.isEmpty()) {
      return failure;
    }
    IOException problem = attempt(() -> log.write(records));
    if (problem == null) {
      unforced += records.size();
    }
    return problem == null && unforced >= MAX_UNFORCED ? force() : problem;
  }

  /** Makes all records durable. Returns the failure if it is unknown which ones are; else null. */
  @Nullable IOException force() {
    if (failure == null && unforced > 0 && attempt(log::force) == null) {
      unforced = 0;
    }
    return failure;
  }

  /** Returns whether there are records that can be made durable. */
  boolean hasUnforced() {
    return unforced > 0 && failure == null;
  }

  /** Fails all later operations. */
  void fail(IOException cause) {
    failure = new LogFailedException(cause);
  }

  private @Nullable IOException attempt(LogOperation operation) {
    try {
      operation.run();
      return null;
    } catch (LogFailedException e) {
      failure = e;
      return e;
    } catch (IOException e) {
      return e;
    } catch (RuntimeException | Error e) {
      // Such as a lack of memory. Without this thread, all callers would block forever.
      fail(new IOException(e.toString(), e));
      return failure;
    }
  }
}
