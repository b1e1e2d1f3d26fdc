package org.atomicagents.internal.provider.batch;

import org.jspecify.annotations.Nullable;

/** The JSON objects that each contain the result of one request. Not thread-safe. */
interface ResultLines extends AutoCloseable {

  /**
   * A JSON object, or what a server sent instead.
   *
   * @param bytes the bytes of the line, valid until the next one is read
   * @param length the number of valid bytes
   * @param isTooLong whether the line has more bytes, which are skipped
   * @param isEnded whether the line has an end, which is missing if a file is cut off
   */
  record Line(byte[] bytes, int length, boolean isTooLong, boolean isEnded) {}

  /** Returns the next line with content, or null if there are no more. */
  @Nullable Line next();

  @Override
  void close();
}
