package org.atomicagents.corpus.adversarial;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The words of a text that stand for booleans and constants, and the characters beside them. */
final class WordEvidence {
  private static final Set<String> YES =
      Set.of("true", "yes", "y", "1", "on", "ja", "oui", "si", "sí", "是", "✓", "✅", "wahr");
  private static final Set<String> NO =
      Set.of("false", "no", "n", "0", "off", "nein", "non", "否", "✗", "❌", "falsch");
  private static final Pattern TOKEN = Pattern.compile("[\\p{L}\\p{Nd}✓✗✅❌]++");
  private static final Pattern BEHIND =
      Pattern.compile(
          "^(?:[*'+#%/|&;…?\\\\]|\\.\\.|[-–]\\p{L}| (?:or|oder|and|if|unless|but|ou|->|→|\\|) )");
  private static final Pattern BEFORE =
      Pattern.compile(
          "(?:[/|&\\\\!¬~<>]|\\b(?:not|non|no|or|almost|above|very|maybe|probably)[ -])$");

  private WordEvidence() {}

  /** Returns a doubt about a boolean; an empty text if there is none. */
  static String doubt(ScannedResponse source, boolean flag) {
    Set<String> words = flag ? YES : NO;
    String nearest = "boolean " + flag + " is not in the text";
    for (MatchResult token : TOKEN.matcher(source.text()).results().toList()) {
      if (words.contains(token.group().toLowerCase(Locale.ROOT))) {
        String doubt = neighbours(source.text(), token.start(), token.end());
        if (doubt.isEmpty()) {
          return "";
        }
        nearest = doubt;
      }
    }
    return nearest;
  }

  /** Returns a doubt about a constant; an empty text if there is none. */
  static String doubt(ScannedResponse source, String constant) {
    List<String> words = ScannedResponse.wordsOf(constant.replace('_', ' '));
    String pattern =
        "(?i)(?<![\\p{L}\\p{Nd}])" + String.join("[\\W_]*+", words) + "(?![\\p{L}\\p{Nd}])";
    String nearest = "constant " + constant + " is not in the text";
    for (MatchResult token : Pattern.compile(pattern).matcher(source.text()).results().toList()) {
      String doubt = neighbours(source.text(), token.start(), token.end());
      if (doubt.isEmpty()) {
        return "";
      }
      nearest = doubt;
    }
    return nearest;
  }

  private static String neighbours(String text, int start, int end) {
    String behind = text.substring(end, Math.min(text.length(), end + 10));
    String before = text.substring(Math.max(0, start - 10), start);
    boolean isQuoted = before.endsWith("'") && behind.startsWith("'");
    boolean isClear =
        isQuoted || (!BEHIND.matcher(behind).find() && !BEFORE.matcher(before).find());
    return isClear ? "" : "neighbours of word: " + before + text.substring(start, end) + behind;
  }
}
