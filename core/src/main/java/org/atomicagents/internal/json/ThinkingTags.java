package org.atomicagents.internal.json;

import java.util.List;
import java.util.Locale;

/** Recognizes the tags that enclose a model's reasoning, such as {@code <think>}. */
public final class ThinkingTags {
  private static final List<String> NAMES = List.of("thinking", "think", "thought", "reasoning");

  private ThinkingTags() {}

  /** Returns whether the text between two angle brackets is that of an opening tag. */
  public static boolean isOpening(CharSequence tag) {
    return NAMES.contains(tag.toString().toLowerCase(Locale.ROOT));
  }

  /** Returns whether the text between two angle brackets is that of a closing tag. */
  public static boolean isClosing(CharSequence tag) {
    return !tag.isEmpty() && tag.charAt(0) == '/' && isOpening(tag.subSequence(1, tag.length()));
  }

  /** Returns the end of the opening tag at {@code start}, exclusive; -1 if there is none. */
  public static int openingEnd(String text, int start) {
    return tagEnd(text, start, 1);
  }

  /** Returns the end of the closing tag at {@code start}, exclusive; -1 if there is none. */
  public static int closingEnd(String text, int start) {
    return text.startsWith("</", start) ? tagEnd(text, start, 2) : -1;
  }

  /** Returns the end of the next closing tag, exclusive; -1 if there is none. */
  public static int nextClosingEnd(String text, int from) {
    for (int i = text.indexOf("</", from); i >= 0; i = text.indexOf("</", i + 2)) {
      int end = closingEnd(text, i);
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  /** Returns whether an opening tag begins in the given range. */
  public static boolean isOpenedBefore(String text, int from, int to) {
    for (int i = text.indexOf('<', from); i >= 0 && i < to; i = text.indexOf('<', i + 1)) {
      if (openingEnd(text, i) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int tagEnd(String text, int start, int prefixLength) {
    for (String name : NAMES) {
      int end = start + prefixLength + name.length();
      if (text.regionMatches(true, start + prefixLength, name, 0, name.length())
          && end < text.length()
          && text.charAt(end) == '>') {
        return end + 1;
      }
    }
    return -1;
  }
}
