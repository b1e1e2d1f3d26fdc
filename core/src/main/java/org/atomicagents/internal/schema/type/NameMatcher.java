package org.atomicagents.internal.schema.type;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Matches names that differ only in style, as {@link FoldedName} defines it. */
public final class NameMatcher {
  private NameMatcher() {}

  /**
   * Returns a key in normalized style: in lower case, without the separators of words and without
   * decoration. Characters that may be significant are kept, as in {@code C++}, {@code -1}, {@code
   * 1.5} and {@code A/B}, and separated digits remain separated.
   */
  public static String normalize(String key) {
    return isNormalized(key) ? key : FoldedName.of(key).normalized();
  }

  // Most keys: a large text has as many keys as values.
  private static boolean isNormalized(String key) {
    int i = 0;
    while (i < key.length() && key.charAt(i) >= 'a' && key.charAt(i) <= 'z') {
      i++;
    }
    return i == key.length();
  }

  /**
   * Returns the name of the only enum constant whose name or description a text spells; null if
   * there is none, or more than one.
   */
  public static @Nullable String matchConstant(EnumNode node, String text) {
    return node.constant(text) == null ? onlyMatch(node.spellings(), text) : text;
  }

  /** Returns the only tag that a text spells; null if there is none, or more than one. */
  public static @Nullable String matchTag(List<UnionMemberNode> branches, String text) {
    if (branches.stream().anyMatch(branch -> branch.tag().equals(text))) {
      return text;
    }
    return onlyMatch(
        branches.stream().map(branch -> Spelling.of(branch.tag(), branch.tag())).toList(), text);
  }

  private static @Nullable String onlyMatch(List<Spelling> spellings, String text) {
    var folded = FoldedName.of(text);
    Set<String> matching = new HashSet<>();
    boolean isJoined = false;
    for (Spelling spelling : spellings) {
      if (folded.spells(spelling.folded())) {
        matching.add(spelling.name());
        isJoined |= folded.joinsMoreThan(spelling.folded());
      }
    }
    if (matching.size() != 1 || folded.isEmpty()) {
      return null;
    }
    // red-green lists two of {RED, GREEN, REDGREEN}.
    boolean isList =
        isJoined && spellings.stream().anyMatch(other -> folded.hasWord(other.folded()));
    return isList ? null : matching.iterator().next();
  }

  /**
   * A text that denotes a constant: its name or its description.
   *
   * @param name the name of the constant
   */
  record Spelling(String name, FoldedName folded) {
    static Spelling of(String name, String text) {
      return new Spelling(name, FoldedName.of(text));
    }
  }
}
