package org.atomicagents.internal.provider.batch;

import org.jspecify.annotations.Nullable;

/** The JSON objects that each contain the result of one request. Not thread-safe. */
interface ResultLines extends AutoCloseable {

  /** Returns the next line with content, or null if there are no more. */
  @Nullable ResultLine next();

  @Override
  void close();
}
