package org.atomicagents.corpus.adversarial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The words and numbers of a text, found without any grammar. Immutable. */
final class ScannedResponse {
  private static final Pattern THOUGHT =
      Pattern.compile(
          "(?s)<(think|thinking|thought|reasoning)>.*?</\\1>|^(?:(?!<think).)*?</think>");
  private static final Pattern UNICODE_ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
  private static final Pattern ESCAPE = Pattern.compile("\\\\([nt\"'\\\\])");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]++");

  private final String text;
  private final String letters;

  ScannedResponse(String raw) {
    this.text = decoded(THOUGHT.matcher(raw).replaceAll(" "));
    this.letters = lettersOf(text);
  }

  /** Returns the text without reasoning, escapes and entities. */
  String text() {
    return text;
  }

  /** Returns whether the letters and digits of a string occur in this order. */
  boolean hasLettersOf(String string) {
    String wanted = lettersOf(decoded(string));
    return wanted.isEmpty() ? text.contains(decoded(string)) : letters.contains(wanted);
  }

  /** Returns the lower-case words of a string. */
  static List<String> wordsOf(String string) {
    var words = new ArrayList<String>();
    WORD.matcher(string)
        .results()
        .map(MatchResult::group)
        .forEach(word -> words.add(word.toLowerCase(Locale.ROOT)));
    return words;
  }

  private static String lettersOf(String string) {
    return String.join("", wordsOf(string));
  }

  private static String decoded(String raw) {
    String text =
        UNICODE_ESCAPE
            .matcher(raw)
            .replaceAll(code ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(code.group(1), 16))));
    String unescaped =
        ESCAPE
            .matcher(text)
            .replaceAll(code -> {
              String character = code.group(1);
              return switch (character) {
                case "n" -> "\n";
                case "t" -> "\t";
                default -> Matcher.quoteReplacement(character);
              };
            });
    return unescaped
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&amp;", "&");
  }
}
