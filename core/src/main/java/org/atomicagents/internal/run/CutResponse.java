package org.atomicagents.internal.run;

import org.jspecify.annotations.Nullable;

/** The complete JSON in a response that was cut off at a limit. */
final class CutResponse {
  /** Characters after a value that continue it, as if it had been closed too early. */
  private static final String CONTINUATION = ",:}]\"";

  private CutResponse() {}

  /**
   * Returns the text up to the end of its only JSON object or list; null if that was cut off, if
   * the text after it may contain another one, or if the text before it does not introduce an
   * answer: a model that mentions an example was cut off before its answer.
   */
  static @Nullable String completeJson(String text) {
    int start = 0;
    while (start < text.length() && text.charAt(start) != '{' && text.charAt(start) != '[') {
      start++;
    }
    int end = end(text, start);
    if (end < 0 || !isIntroduction(text.substring(0, start).strip())) {
      return null;
    }
    String rest = text.substring(end).stripLeading();
    boolean mayContinue =
        rest.indexOf('{') >= 0
            || rest.indexOf('[') >= 0
            || (!rest.isEmpty() && CONTINUATION.indexOf(rest.charAt(0)) >= 0);
    return mayContinue ? null : text.substring(0, end);
  }

  /** Returns whether a text is empty, or ends with a colon or the opening line of a code block. */
  private static boolean isIntroduction(String text) {
    String lastLine = text.substring(text.lastIndexOf('\n') + 1).stripLeading();
    return text.isEmpty()
        || text.endsWith(":")
        || text.endsWith(":**")
        || lastLine.startsWith("```")
        || lastLine.startsWith("~~~");
  }

  /** Returns the end of the value that starts at an index; -1 if it is not closed. */
  private static int end(String text, int start) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        i += c == '\\' ? 1 : 0;
        inString = c != '"';
      } else if (c == '"') {
        inString = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }
}
