package org.atomicagents.internal.decision;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The texts that a component can have at its place in a response: the end of its key, a colon, and
 * the JSON text of a value. JSON allows white space around the colon.
 *
 * <p>Immutable.
 */
final class ValuePattern {
  private final byte[] text;
  private final int keyEnd;
  private final int start;
  private final SequencedMap<String, byte[]> literals;

  private ValuePattern(byte[] text, int keyEnd, int start, SequencedMap<String, byte[]> literals) {
    this.text = text;
    this.keyEnd = keyEnd;
    this.start = start;
    this.literals = literals;
  }

  /**
   * Returns the pattern of a value.
   *
   * @param text the response in UTF-8
   * @param start the offset of the value
   * @param literals the JSON texts of the allowed values by name
   */
  static ValuePattern of(byte[] text, int start, SequencedMap<String, byte[]> literals) {
    int keyEnd = start;
    while (keyEnd > 0 && (isSpace(text[keyEnd - 1]) || text[keyEnd - 1] == ':')) {
      keyEnd--;
    }
    return new ValuePattern(text, keyEnd, start, literals);
  }

  /** Returns the names of the allowed values. */
  Set<String> names() {
    return literals.keySet();
  }

  /** Returns the name of the value in the response; empty if it is written in another way. */
  String value() {
    for (Map.Entry<String, byte[]> literal : literals.entrySet()) {
      byte[] value = literal.getValue();
      int end = start + value.length;
      if (startsWith(text, start, value, 0, value.length)
          && (!isOpenEnded(value) || end == text.length || isTerminator(text[end]))) {
        return literal.getKey();
      }
    }
    return "";
  }

  /**
   * Returns the values that the response can still have after a token.
   *
   * @param offset the offset of the token in the response
   * @param token the text of the token, which takes the place of the response's text
   * @param candidates the values that the text before the token allows
   */
  Set<String> matches(int offset, byte[] token, Set<String> candidates) {
    if (token.length == 0) {
      // The end of the response, or another token without text.
      return Set.of();
    }
    int next = offset >= start ? 0 : matchKey(offset, token);
    if (next < 0) {
      return Set.of();
    }
    if (offset <= start) {
      next = skipSpace(token, next);
    }
    if (next == token.length) {
      return candidates;
    }
    int consumed = Math.max(0, offset - start);
    var matching = new LinkedHashSet<String>();
    for (String candidate : candidates) {
      if (isCompatible(Objects.requireNonNull(literals.get(candidate)), consumed, token, next)) {
        matching.add(candidate);
      }
    }
    return matching;
  }

  /**
   * Returns the index in a token after the text between its offset and the value; the length of the
   * token if it ends before; -1 if it differs.
   */
  private int matchKey(int offset, byte[] token) {
    int next = 0;
    for (int i = offset; i < start; i++) {
      if (i >= keyEnd) {
        if (isSpace(text[i])) {
          continue;
        }
        next = skipSpace(token, next);
      }
      if (next == token.length) {
        return next;
      }
      if (token[next] != text[i]) {
        return -1;
      }
      next++;
    }
    return next;
  }

  private static boolean isCompatible(byte[] literal, int consumed, byte[] token, int next) {
    int remaining = literal.length - consumed;
    int available = token.length - next;
    if (!startsWith(token, next, literal, consumed, Math.min(remaining, available))) {
      return false;
    }
    return available <= remaining || !isOpenEnded(literal) || isTerminator(token[next + remaining]);
  }

  private static boolean startsWith(byte[] text, int from, byte[] prefix, int start, int length) {
    return length >= 0
        && from + length <= text.length
        && start + length <= prefix.length
        && Arrays.equals(text, from, from + length, prefix, start, start + length);
  }

  /** Returns whether more characters could follow: a number has no end of its own. */
  private static boolean isOpenEnded(byte[] literal) {
    byte last = literal[literal.length - 1];
    return last >= '0' && last <= '9';
  }

  private static boolean isTerminator(byte next) {
    return isSpace(next) || next == ',' || next == '}' || next == ']';
  }

  private static int skipSpace(byte[] text, int from) {
    int index = from;
    while (index < text.length && isSpace(text[index])) {
      index++;
    }
    return index;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
