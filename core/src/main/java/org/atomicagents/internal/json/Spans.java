package org.atomicagents.internal.json;

import org.jspecify.annotations.Nullable;

/** Where values end, and what becomes known of them only later. */
final class Spans {
  private Spans() {}

  /** The end of what begins with the bracket there, going by brackets and plain quotes alone. */
  static int end(String text, int start) {
    int depth = 0;
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        i += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (Marks.isCloser(c) && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  static LooseValue withEnd(LooseValue value, int end) {
    return copy(value, end, value.doubt());
  }

  static LooseValue withDoubt(LooseValue value, String doubt) {
    return copy(value, value.end(), doubt);
  }

  private static LooseValue copy(LooseValue value, int end, @Nullable String doubt) {
    return switch (value) {
      case LooseValue.Members v ->
          new LooseValue.Members(v.all(), v.start(), end, v.mends(), v.isClosed(), doubt);
      case LooseValue.Items v ->
          new LooseValue.Items(v.all(), v.start(), end, v.mends(), v.isClosed(), doubt);
      case LooseValue.Text v ->
          new LooseValue.Text(v.value(), v.start(), end, v.mends(), v.isClosed(), doubt);
      case LooseValue.Word v ->
          new LooseValue.Word(v.value(), v.start(), end, v.mends(), v.isClosed(), doubt);
    };
  }
}
