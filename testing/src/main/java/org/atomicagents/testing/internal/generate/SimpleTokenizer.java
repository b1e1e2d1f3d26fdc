package org.atomicagents.testing.internal.generate;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Splits text into tokens: up to six letters or digits, or one other character; plus a space
 * before.
 */
public final class SimpleTokenizer {
  private static final Pattern TOKEN =
      Pattern.compile("\\s?[\\p{L}\\p{M}\\p{N}]{1,6}|\\s?[^\\s\\p{L}\\p{M}\\p{N}]|\\s+");

  private SimpleTokenizer() {}

  /** Returns the tokens of a text; joined, they give the text. */
  public static List<String> of(String text) {
    return TOKEN.matcher(text).results().map(MatchResult::group).toList();
  }

  /** Returns the number of tokens of a text. */
  public static int count(String text) {
    return (int) TOKEN.matcher(text).results().count();
  }
}
