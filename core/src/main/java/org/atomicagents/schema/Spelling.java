package org.atomicagents.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether two words are one word in another style of writing. */
final class Spelling {
  private static final int SHORTEST_PART = 3;
  private static final int SHORTEST_WITH_SLIPS = 5;
  private static final int MOST_SLIPS = 2;

  private Spelling() {}

  /**
   * The word without what its style adds: case, spaces, underscores, and punctuation between
   * letters or around all of it. Signs that may mean something, as in {@code C++}, {@code -1} and
   * {@code 1.5}, stay, and so does that two digits stand apart.
   */
  static String plain(String word) {
    String said = word.strip();
    var plain = new StringBuilder(said.length());
    boolean isApart = false;
    for (int i = 0; i < said.length(); i++) {
      char c = said.charAt(i);
      if (isStyle(said, i, c)) {
        isApart = true;
        continue;
      }
      if (isApart && isDigit(c) && !plain.isEmpty() && isDigit(plain.charAt(plain.length() - 1))) {
        plain.append(' ');
      }
      plain.append(c);
      isApart = false;
    }
    return plain.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static boolean isStyle(String word, int i, char c) {
    boolean isLast = i + 1 == word.length();
    return switch (c) {
      case ' ', '_', '\'', '"', '`', '*', '’', '\u00a0' -> true;
      case '-', '.', '/' ->
          i > 0
              && (isLast ? c == '.' : isLetter(word.charAt(i - 1)) && isLetter(word.charAt(i + 1)))
              && !isWithinNumber(word, i);
      case ',', ';', ':', '!' -> i > 0 && !isWithinNumber(word, i);
      default -> false;
    };
  }

  private static boolean isWithinNumber(String word, int i) {
    return i > 0
        && i + 1 < word.length()
        && isDigit(word.charAt(i - 1))
        && isDigit(word.charAt(i + 1));
  }

  private static boolean isDigit(char c) {
    return Character.isDigit(c);
  }

  private static boolean isLetter(char c) {
    return Character.isLetterOrDigit(c);
  }

  /** The one constant of an enum that is meant by its name or its description; null if none is. */
  static @Nullable String constant(EnumNode node, String said) {
    if (node.constant(said) != null) {
      return said;
    }
    String plain = plain(said);
    Set<String> fitting = new HashSet<>();
    for (String name : node.names()) {
      String meaning = node.meaning(name);
      if (plain(name).equals(plain) || (meaning != null && plain(meaning).equals(plain))) {
        fitting.add(name);
      }
    }
    return fitting.size() == 1 && !plain.isEmpty() ? fitting.iterator().next() : null;
  }

  /** The one tag that is meant; null if none is. */
  static @Nullable String tag(List<BranchNode> branches, String said) {
    var fitting = new ArrayList<String>();
    for (BranchNode branch : branches) {
      if (branch.tag().equals(said)) {
        return said;
      }
      if (plain(branch.tag()).equals(plain(said))) {
        fitting.add(branch.tag());
      }
    }
    return fitting.size() == 1 ? fitting.getFirst() : null;
  }

  /** Whether a key may be a slip of the pen, or a shorter or longer form, of a name. */
  static boolean resembles(String key, String name) {
    String one = plain(key);
    String other = plain(name);
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
