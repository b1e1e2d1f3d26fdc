package org.atomicagents.internal.json;

import java.util.List;
import java.util.Locale;

/** The tags between which models think aloud. */
public final class ThinkingTags {
  private static final List<String> NAMES = List.of("thinking", "think", "thought", "reasoning");

  private ThinkingTags() {}

  /** Whether what stands between the angle brackets is an opening tag. */
  public static boolean isOpening(CharSequence said) {
    return NAMES.contains(said.toString().toLowerCase(Locale.ROOT));
  }

  /** Whether what stands between the angle brackets is a closing tag. */
  public static boolean isClosing(CharSequence said) {
    return !said.isEmpty()
        && said.charAt(0) == '/'
        && isOpening(said.subSequence(1, said.length()));
  }

  /** The end of the opening tag that begins there; -1 if there is none. */
  public static int openingEnd(String text, int start) {
    return tagEnd(text, start, 1);
  }

  /** The end of the closing tag that begins there; -1 if there is none. */
  public static int closingEnd(String text, int start) {
    return text.startsWith("</", start) ? tagEnd(text, start, 2) : -1;
  }

  /** The end of the next closing tag; -1 if there is none. */
  public static int nextClosingEnd(String text, int from) {
    for (int i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 2)) {
      int end = closingEnd(text, i);
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  public static boolean isOpenedBefore(String text, int from, int to) {
    for (int i = text.indexOf('<', from); i >= 0 && i < to; i = text.indexOf('<', i + 1)) {
      if (openingEnd(text, i) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int tagEnd(String text, int start, int length) {
    for (String name : NAMES) {
      int end = start + length + name.length();
      if (text.regionMatches(true, start + length, name, 0, name.length())
          && end < text.length()
          && text.charAt(end) == '>') {
        return end + 1;
      }
    }
    return -1;
  }
}
