package org.atomicagents.schema;

/** Whether a key resembles a name: one contains the other, or few characters differ. */
final class Spelling {
  private static final int SHORTEST_PART = 3;
  private static final int SHORTEST_WITH_SLIPS = 5;
  private static final int MOST_SLIPS = 2;

  private Spelling() {}

  /** Whether a key may be a slip of the pen, or a shorter or longer form, of a name. */
  static boolean resembles(String key, String name) {
    String one = NameMatcher.normalize(key);
    String other = NameMatcher.normalize(name);
    int shorter = Math.min(one.length(), other.length());
    if (shorter >= SHORTEST_PART && (one.contains(other) || other.contains(one))) {
      return true;
    }
    return shorter >= SHORTEST_WITH_SLIPS
        && Math.max(one.length(), other.length()) - shorter <= MOST_SLIPS
        && slips(one, other) <= MOST_SLIPS;
  }

  private static int slips(String one, String other) {
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
