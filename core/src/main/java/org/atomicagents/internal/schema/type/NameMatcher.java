package org.atomicagents.internal.schema.type;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Matches names that differ only in style: case, spaces, underscores and punctuation. */
public final class NameMatcher {
  private NameMatcher() {}

  /**
   * Returns a name in normalized style: in lower case, without spaces, underscores, and punctuation
   * between letters or around the name. Characters that may be significant are kept, as in {@code
   * C++}, {@code -1} and {@code 1.5}, and separated digits remain separated.
   */
  public static String normalize(String word) {
    String text = word.strip();
    var normalized = new StringBuilder(text.length());
    boolean isSeparated = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isStyleCharacter(text, i, c)) {
        isSeparated = true;
        continue;
      }
      if (isSeparated && isDigit(c) && endsInDigit(normalized)) {
        normalized.append(' ');
      }
      normalized.append(c);
      isSeparated = false;
    }
    return normalized.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
  }

  private static boolean isStyleCharacter(String word, int i, char c) {
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

  private static boolean endsInDigit(CharSequence text) {
    return !text.isEmpty() && isDigit(text.charAt(text.length() - 1));
  }

  private static boolean isDigit(char c) {
    return Character.isDigit(c);
  }

  private static boolean isLetter(char c) {
    return Character.isLetterOrDigit(c);
  }

  /**
   * Returns the name of the only enum constant whose name or description matches a text; null if
   * there is none, or more than one.
   */
  public static @Nullable String matchConstant(EnumNode node, String text) {
    if (node.constant(text) != null) {
      return text;
    }
    String normalized = normalize(text);
    Set<String> matching = new HashSet<>();
    for (String name : node.names()) {
      String description = node.constantDescription(name);
      if (normalize(name).equals(normalized)
          || (description != null && normalize(description).equals(normalized))) {
        matching.add(name);
      }
    }
    return matching.size() == 1 && !normalized.isEmpty() ? matching.iterator().next() : null;
  }

  /** Returns the only tag that matches a text; null if there is none, or more than one. */
  public static @Nullable String matchTag(List<UnionMemberNode> branches, String text) {
    var matching = new ArrayList<String>();
    for (UnionMemberNode branch : branches) {
      if (branch.tag().equals(text)) {
        return text;
      }
      if (normalize(branch.tag()).equals(normalize(text))) {
        matching.add(branch.tag());
      }
    }
    return matching.size() == 1 ? matching.getFirst() : null;
  }
}
