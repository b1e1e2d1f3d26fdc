package org.atomicagents.schema;

import org.atomicagents.model.Repair;

/** The Markdown code fence in which models like to put their JSON. */
final class CodeFence {
  private static final String FENCE = "```";

  private CodeFence() {}

  /** The text inside of the fence, or the text itself where there is no fence around all of it. */
  static String strip(String text) {
    int start = firstVisible(text);
    if (!text.startsWith(FENCE, start)) {
      return text;
    }
    int firstLineEnd = text.indexOf('\n', start);
    String trimmed = text.stripTrailing();
    if (firstLineEnd < 0
        || trimmed.length() - FENCE.length() <= firstLineEnd
        || !trimmed.endsWith(FENCE)) {
      return text;
    }
    return text.substring(firstLineEnd + 1, trimmed.length() - FENCE.length()).strip();
  }

  static Repair repair(String before, String after) {
    return new Repair("$", Repair.Kind.CODE_FENCE, Found.shortened(before), Found.shortened(after));
  }

  private static int firstVisible(String text) {
    int i = 0;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }
}
