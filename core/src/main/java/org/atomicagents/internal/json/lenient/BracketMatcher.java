package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.jspecify.annotations.Nullable;

/** Where values end, and what becomes known of them only later. */
final class BracketMatcher {
  private BracketMatcher() {}

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
      } else if (JsonCharacters.isCloser(c) && --depth == 0) {
        return i + 1;
      }
    }
    return text.length();
  }

  static LenientValue withEnd(LenientValue value, int end) {
    return copy(value, end, value.ambiguity());
  }

  static LenientValue withAmbiguity(LenientValue value, String doubt) {
    return copy(value, value.end(), doubt);
  }

  private static LenientValue copy(LenientValue value, int end, @Nullable String doubt) {
    return switch (value) {
      case LenientValue.ObjectValue v ->
          new LenientValue.ObjectValue(
              v.properties(), v.start(), end, v.repairs(), v.isClosed(), doubt);
      case LenientValue.ArrayValue v ->
          new LenientValue.ArrayValue(
              v.elements(), v.start(), end, v.repairs(), v.isClosed(), doubt);
      case LenientValue.StringValue v ->
          new LenientValue.StringValue(v.value(), v.start(), end, v.repairs(), v.isClosed(), doubt);
      case LenientValue.RawToken v ->
          new LenientValue.RawToken(v.value(), v.start(), end, v.repairs(), v.isClosed(), doubt);
    };
  }
}
