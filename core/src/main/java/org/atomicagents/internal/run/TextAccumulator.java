package org.atomicagents.internal.run;

import org.jspecify.annotations.Nullable;

/**
 * A text that is received in chunks. A text of a single chunk is not copied.
 *
 * <p>Not thread-safe.
 */
final class TextAccumulator {
  private String text = "";
  private @Nullable StringBuilder builder;

  void append(String chunk) {
    if (builder != null) {
      builder.append(chunk);
    } else if (text.isEmpty()) {
      text = chunk;
    } else {
      builder = new StringBuilder(text).append(chunk);
    }
  }

  boolean isBlank() {
    return toString().isBlank();
  }

  /** Returns the text received so far; it is copied once, not at every call. */
  @Override
  public String toString() {
    if (builder != null) {
      text = builder.toString();
      builder = null;
    }
    return text;
  }
}
