package org.atomicagents.cli.source;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the word that somebody may have meant. */
public final class SpellingSuggestion {
  private SpellingSuggestion() {}

  /** The known word that takes the fewest changes, a third of its letters at most; else null. */
  public static @Nullable String of(String word, Iterable<String> known) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String each : known) {
      int changes = editDistance(normalize(word), normalize(each));
      if (changes < fewest && changes <= Math.max(1, normalize(each).length() / 3)) {
        best = each;
        fewest = changes;
      }
    }
    return best;
  }

  // max_tokens, max-tokens and maxTokens are the same to whoever writes a file.
  private static String normalize(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
  }

  /** How many letters are to be put in, left out, replaced or swapped with the next. */
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
    int least = Math.min(table[i - 1][j], table[i][j - 1]) + 1;
    least = Math.min(least, table[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(least, table[i - 2][j - 2] + 1) : least;
  }
}
