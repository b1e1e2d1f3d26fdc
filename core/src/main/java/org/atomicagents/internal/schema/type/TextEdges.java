package org.atomicagents.internal.schema.type;

import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;

/** Removes the characters around a value that are not part of it. */
public final class TextEdges {
  /** The opening and closing marks, the longer ones first. */
  private static final List<List<String>> DECORATIONS =
      List.of(
          List.of("**", "**"),
          List.of("__", "__"),
          List.of("*", "*"),
          List.of("_", "_"),
          List.of("`", "`"),
          List.of("\"", "\""),
          List.of("'", "'"),
          List.of("“", "”"),
          List.of("‘", "’"),
          List.of("„", "“"),
          List.of("«", "»"));

  private static final String EMPHASIS = "*_";

  // As in **"`yes`"**; deeper nesting is no emphasis.
  private static final int MAX_DECORATIONS = 4;

  private TextEdges() {}

  /** Returns the text without white space and invisible characters at both ends. */
  public static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && JsonCharacters.isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && JsonCharacters.isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /**
   * Returns the text without the pairs of quotes and of Markdown's emphasis around it. A mark
   * without a partner remains: it may be a footnote, or another value.
   */
  public static String withoutDecoration(String text) {
    String content = strip(text);
    for (int i = 0; i < MAX_DECORATIONS; i++) {
      String inner = withoutPair(content);
      if (inner.length() == content.length()) {
        break;
      }
      content = strip(inner);
    }
    return content;
  }

  private static String withoutPair(String text) {
    if (text.isEmpty() || Character.isLetterOrDigit(text.charAt(0))) {
      return text;
    }
    for (List<String> decoration : DECORATIONS) {
      String open = decoration.getFirst();
      String close = decoration.getLast();
      if (text.length() > open.length() + close.length()
          && text.startsWith(open)
          && text.endsWith(close)) {
        String content = text.substring(open.length(), text.length() - close.length());
        // The quotes of "a" or "b" are not a pair around one value, and a star before a space is a
        // bullet.
        boolean isBullet = EMPHASIS.indexOf(open.charAt(0)) >= 0 && isSpaced(content);
        return isBullet || content.contains(open) || content.contains(close) ? text : content;
      }
    }
    return text;
  }

  private static boolean isSpaced(String text) {
    return JsonCharacters.isSpace(text.charAt(0))
        || JsonCharacters.isSpace(text.charAt(text.length() - 1));
  }

  /** Returns the text without the single punctuation mark that ends a sentence or introduces. */
  public static String withoutSentenceEnd(String text) {
    int last = text.length() - 1;
    return last > 0 && ".!:".indexOf(text.charAt(last)) >= 0 && isEnd(text.charAt(last - 1))
        ? text.substring(0, last)
        : text;
  }

  private static boolean isEnd(char c) {
    return Character.isLetterOrDigit(c) || "*_`\"'”’“»+#)".indexOf(c) >= 0;
  }
}
