package org.atomicagents.internal.json.lenient;

import org.atomicagents.internal.json.JsonCharacters;
import org.jspecify.annotations.Nullable;

/** Finds the end of unparsable containers, and copies values with a corrected end or ambiguity. */
final class BracketMatcher {
  private BracketMatcher() {}

  /**
   * Returns the end of the container that starts at an opening bracket, exclusive, judging by
   * brackets and plain quotes alone.
   */
  static int end(SourceText source, int start) {
    int end = end(source.text, start);
    source.limits.addSteps(end - start);
    return end;
  }

  private static int end(String text, int start) {
    int depth = 0;
    boolean isQuoted = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isQuoted) {
        i += c == '\\' ? 1 : 0;
        isQuoted = c != '"';
      } else if (c == '"') {
        isQuoted = true;
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

  static LenientValue withAmbiguity(LenientValue value, String ambiguity) {
    return copy(value, value.end(), ambiguity);
  }

  private static LenientValue copy(LenientValue value, int end, @Nullable String ambiguity) {
    return switch (value) {
      case LenientValue.ObjectValue v ->
          new LenientValue.ObjectValue(
              v.properties(), v.start(), end, v.repairs(), v.isClosed(), ambiguity);
      case LenientValue.ArrayValue v ->
          new LenientValue.ArrayValue(
              v.elements(), v.start(), end, v.repairs(), v.isClosed(), ambiguity);
      case LenientValue.StringValue v ->
          new LenientValue.StringValue(
              v.value(), v.start(), end, v.repairs(), v.isClosed(), ambiguity);
      case LenientValue.RawToken v ->
          new LenientValue.RawToken(v.source(), v.start(), end, v.isClosed(), ambiguity);
    };
  }
}
