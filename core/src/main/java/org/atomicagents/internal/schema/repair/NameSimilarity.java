package org.atomicagents.internal.schema.repair;

import org.atomicagents.internal.schema.type.NameMatcher;

/**
 * Compares keys to names: similar if one contains the other, if few characters differ, or if two
 * characters are swapped, one is missing or one is inserted.
 */
final class NameSimilarity {
  private static final int MIN_PART_LENGTH = 3;
  private static final int MIN_LENGTH_WITH_EDITS = 5;
  private static final int MAX_EDIT_DISTANCE = 2;

  private NameSimilarity() {}

  /** Returns whether a key may be a misspelled, shorter or longer form of a name. */
  static boolean isSimilar(String key, String name) {
    String normalizedKey = NameMatcher.normalize(key);
    String normalizedName = NameMatcher.normalize(name);
    int shorter = Math.min(normalizedKey.length(), normalizedName.length());
    if (shorter >= MIN_PART_LENGTH
        && (normalizedKey.contains(normalizedName) || normalizedName.contains(normalizedKey))) {
      return true;
    }
    if (shorter >= MIN_PART_LENGTH && isSlip(normalizedKey, normalizedName)) {
      return true;
    }
    return shorter >= MIN_LENGTH_WITH_EDITS
        && Math.max(normalizedKey.length(), normalizedName.length()) - shorter <= MAX_EDIT_DISTANCE
        && editDistance(normalizedKey, normalizedName) <= MAX_EDIT_DISTANCE;
  }

  /** Returns whether the texts differ by two swapped characters or by an additional one. */
  private static boolean isSlip(String first, String second) {
    String longer = first.length() >= second.length() ? first : second;
    String shorter = first.length() >= second.length() ? second : first;
    int i = 0;
    while (i < shorter.length() && longer.charAt(i) == shorter.charAt(i)) {
      i++;
    }
    if (longer.length() == shorter.length() + 1) {
      return longer.substring(i + 1).equals(shorter.substring(i));
    }
    return longer.length() == shorter.length()
        && i + 1 < longer.length()
        && longer.charAt(i) == shorter.charAt(i + 1)
        && longer.charAt(i + 1) == shorter.charAt(i)
        && longer.substring(i + 2).equals(shorter.substring(i + 2));
  }

  private static int editDistance(String first, String second) {
    int[] previousRow = new int[second.length() + 1];
    for (int column = 0; column < previousRow.length; column++) {
      previousRow[column] = column;
    }
    for (int row = 1; row <= first.length(); row++) {
      int[] currentRow = new int[previousRow.length];
      currentRow[0] = row;
      for (int column = 1; column < currentRow.length; column++) {
        int substitution =
            previousRow[column - 1] + (first.charAt(row - 1) == second.charAt(column - 1) ? 0 : 1);
        currentRow[column] =
            Math.min(substitution, Math.min(previousRow[column], currentRow[column - 1]) + 1);
      }
      previousRow = currentRow;
    }
    return previousRow[second.length()];
  }
}
