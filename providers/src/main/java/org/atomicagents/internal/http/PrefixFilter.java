package org.atomicagents.internal.http;

import java.util.BitSet;
import java.util.List;

/**
 * A filter for texts that contain the first three characters of no pattern, which are most texts.
 *
 * <p>Immutable and thread-safe.
 */
final class PrefixFilter {
  private static final int PREFIX_LENGTH = 3;
  private static final int SIZE = 1 << 12;

  private final BitSet prefixes = new BitSet(SIZE);

  private PrefixFilter() {}

  static PrefixFilter of(List<SecretPattern> patterns) {
    var filter = new PrefixFilter();
    for (SecretPattern pattern : patterns) {
      filter.prefixes.set(hash(pattern.characters(), 0));
    }
    return filter;
  }

  /** Returns false if no pattern matches a part of the text. */
  boolean mayMatch(String text) {
    for (int i = 0; i + PREFIX_LENGTH <= text.length(); i++) {
      if (prefixes.get(hash(text, i))) {
        return true;
      }
    }
    return false;
  }

  private static int hash(String text, int start) {
    int hash = 0;
    for (int i = start; i < start + PREFIX_LENGTH; i++) {
      hash = 31 * hash + fold(text.charAt(i));
    }
    return hash & (SIZE - 1);
  }

  // Maps at least the characters to each other that some pattern considers equal.
  private static char fold(char c) {
    return switch (c) {
      case '-' -> '+';
      case '_' -> '/';
      default -> c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c;
    };
  }
}
