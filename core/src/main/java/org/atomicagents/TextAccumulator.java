package org.atomicagents;

import org.jspecify.annotations.Nullable;

/** A text that comes in pieces, mostly in one: that one is not copied. */
final class TextAccumulator {
  private String first = "";
  private @Nullable StringBuilder all;

  void append(String piece) {
    if (all != null) {
      all.append(piece);
    } else if (first.isEmpty()) {
      first = piece;
    } else {
      all = new StringBuilder(first).append(piece);
    }
  }

  boolean isBlank() {
    return first.isBlank() && (all == null || all.chars().allMatch(Character::isWhitespace));
  }

  @Override
  public String toString() {
    return all == null ? first : all.toString();
  }
}
