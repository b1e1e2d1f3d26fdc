package org.atomicagents.cli.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Suggests a known word for a misspelled one. */
public final class SpellingSuggestion {
  private static final int MAX_LENGTH = 60;

  private SpellingSuggestion() {}

  /** Returns the most similar known word; null if more than a third of its letters differ. */
  public static @Nullable String of(String word, Iterable<String> known) {
    if (word.length() > MAX_LENGTH) {
      return null;
    }
    String normalized = normalize(word);
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : known) {
      String other = candidate.length() > MAX_LENGTH ? "" : normalize(candidate);
      int allowed = Math.max(1, other.length() / 3);
      // The distance is at least the difference of the lengths.
      if (Math.abs(other.length() - normalized.length()) <= allowed) {
        int changes = editDistance(normalized, other);
        if (changes < fewest && changes <= allowed) {
          best = candidate;
          fewest = changes;
        }
      }
    }
    return best;
  }

  // max_tokens, max-tokens and maxTokens are equivalent.
  private static String normalize(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /** Returns the number of insertions, deletions, replacements and swaps of adjacent letters. */
  private static int editDistance(String from, String to) {
    var table = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : cheapestEdit(table, from, to, i, j);
      }
    }
    return table[from.length()][to.length()];
  }

  private static int cheapestEdit(int[][] table, String from, String to, int i, int j) {
    boolean same = from.charAt(i - 1) == to.charAt(j - 1);
    int minimum = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
    minimum = Math.min(minimum, table[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(minimum, table[i - 2][j - 2] + 1) : minimum;
  }
}
