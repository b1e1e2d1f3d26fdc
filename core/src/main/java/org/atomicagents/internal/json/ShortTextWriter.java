package org.atomicagents.internal.json;

import java.io.Writer;
import org.jspecify.annotations.Nullable;

/**
 * A writer to a string.
 *
 * <p>A generator of JSON writes a short text at once, from a buffer of its own. This writer copies
 * such a text only once, into the string. Not thread-safe.
 */
public final class ShortTextWriter extends Writer {
  private String first = "";
  private @Nullable StringBuilder all;

  @Override
  public void write(char[] characters, int offset, int length) {
    if (all == null && first.isEmpty()) {
      first = new String(characters, offset, length);
      return;
    }
    if (all == null) {
      all = new StringBuilder(first);
    }
    all.append(characters, offset, length);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}

  /** Returns the text that was written so far. */
  @Override
  public String toString() {
    return all == null ? first : all.toString();
  }
}
