package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.schema.type.NameMatcher;

/** Whether a key resembles a name: one contains the other, or few characters differ. */
final class NameSimilarity {
  private static final int MIN_PART_LENGTH = 3;
  private static final int MIN_LENGTH_WITH_EDITS = 5;
  private static final int MAX_EDIT_DISTANCE = 2;

  private NameSimilarity() {}

  /** Whether a key may be a slip of the pen, or a shorter or longer form, of a name. */
  static boolean isSimilar(String key, String name) {
    String one = NameMatcher.normalize(key);
    String other = NameMatcher.normalize(name);
    int shorter = Math.min(one.length(), other.length());
    if (shorter >= MIN_PART_LENGTH && (one.contains(other) || other.contains(one))) {
      return true;
    }
    return shorter >= MIN_LENGTH_WITH_EDITS
        && Math.max(one.length(), other.length()) - shorter <= MAX_EDIT_DISTANCE
        && editDistance(one, other) <= MAX_EDIT_DISTANCE;
  }

  private static int editDistance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int k = 0; k < above.length; k++) {
      above[k] = k;
    }
    for (int i = 1; i <= one.length(); i++) {
      int[] row = new int[above.length];
      row[0] = i;
      for (int k = 1; k < row.length; k++) {
        int same = above[k - 1] + (one.charAt(i - 1) == other.charAt(k - 1) ? 0 : 1);
        row[k] = Math.min(same, Math.min(above[k], row[k - 1]) + 1);
      }
      above = row;
    }
    return above[other.length()];
  }
}
