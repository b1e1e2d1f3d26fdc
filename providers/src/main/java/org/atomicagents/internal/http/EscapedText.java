package org.atomicagents.internal.http;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A text whose JSON, percent and HTML escapes were decoded a number of times, with the position of
 * each character in the original text.
 *
 * <p>Not thread-safe.
 */
final class EscapedText {
  private static final int MAX_ENTITY_LENGTH = 8;

  private final char[] characters;
  private final int[] starts;
  private final int[] ends;
  private final int length;

  private EscapedText(char[] characters, int[] starts, int[] ends, int length) {
    this.characters = characters;
    this.starts = starts;
    this.ends = ends;
    this.length = length;
  }

  static EscapedText of(String text) {
    int[] starts = new int[text.length()];
    int[] ends = new int[text.length()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = i;
      ends[i] = i + 1;
    }
    return new EscapedText(text.toCharArray(), starts, ends, text.length());
  }

  static boolean mayContainEscapes(String text) {
    return text.indexOf('\\') >= 0 || text.indexOf('%') >= 0 || text.indexOf('&') >= 0;
  }

  int length() {
    return length;
  }

  char charAt(int index) {
    return characters[index];
  }

  /** Marks the characters of the original text that a range of this text represents. */
  void mark(int from, int to, BitSet original) {
    original.set(starts[from], ends[to - 1]);
  }

  /** Returns the text with its escapes decoded once; null if it contains none. */
  @Nullable EscapedText decode() {
    var decoded = new EscapedText(new char[length], new int[length], new int[length], 0);
    int count = 0;
    int i = 0;
    while (i < length) {
      int size = escapeLength(i);
      decoded.characters[count] = size == 1 ? characters[i] : decodeEscape(i, size);
      decoded.starts[count] = starts[i];
      decoded.ends[count] = ends[i + size - 1];
      count++;
      i += size;
    }
    return count == length
        ? null
        : new EscapedText(decoded.characters, decoded.starts, decoded.ends, count);
  }

  /** Returns the number of characters of the escape at a position; 1 if there is none. */
  private int escapeLength(int start) {
    return switch (characters[start]) {
      case '\\' -> backslashLength(start);
      case '%' -> hexValue(start + 1, 2) < 0 ? 1 : 3;
      case '&' -> entityLength(start);
      default -> 1;
    };
  }

  private int backslashLength(int start) {
    if (start + 1 == length) {
      return 1;
    }
    int digits =
        switch (characters[start + 1]) {
          case 'u' -> 4;
          case 'x' -> 2;
          default -> 0;
        };
    return digits == 0 || hexValue(start + 2, digits) < 0 ? 2 : 2 + digits;
  }

  private int entityLength(int start) {
    int limit = Math.min(length, start + MAX_ENTITY_LENGTH);
    for (int i = start + 1; i < limit; i++) {
      if (characters[i] == ';') {
        return entityCharacter(start, i) < 0 ? 1 : i + 1 - start;
      }
    }
    return 1;
  }

  private char decodeEscape(int start, int size) {
    return switch (characters[start]) {
      case '%' -> (char) hexValue(start + 1, 2);
      case '&' -> (char) entityCharacter(start, start + size - 1);
      default -> size == 2 ? characters[start + 1] : (char) hexValue(start + 2, size - 2);
    };
  }

  /** Returns the character of an HTML entity, or -1 if it is not known. */
  private int entityCharacter(int start, int semicolon) {
    String name = new String(characters, start + 1, semicolon - start - 1);
    if (!name.startsWith("#")) {
      return switch (name) {
        case "amp" -> '&';
        case "lt" -> '<';
        case "gt" -> '>';
        case "quot" -> '"';
        case "apos" -> '\'';
        case "sol" -> '/';
        default -> -1;
      };
    }
    try {
      boolean isHex = name.startsWith("#x") || name.startsWith("#X");
      int code = Integer.parseInt(name.substring(isHex ? 2 : 1), isHex ? 16 : 10);
      return code >= 0 && code <= Character.MAX_VALUE ? code : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Returns the value of hexadecimal digits, or -1 if there are fewer. */
  private int hexValue(int start, int digits) {
    if (start + digits > length) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < start + digits; i++) {
      int digit = Character.digit(characters[i], 16);
      if (digit < 0) {
        return -1;
      }
      value = 16 * value + digit;
    }
    return value;
  }
}
