package org.atomicagents.internal.schema.decode;

import java.math.BigDecimal;
import org.atomicagents.internal.json.JsonIo;
import org.jspecify.annotations.Nullable;

/**
 * Reads the plain form of JSON directly from its text: names as they are declared, strings with
 * short escapes, and numbers of at most 18 digits without an exponent.
 *
 * <p>Fails at everything else, valid or not, without a description: the caller then reads the text
 * again with Jackson's parser. A value that is read equals that of the parser.
 *
 * <p>Not thread-safe.
 */
public final class PlainJsonReader {
  /** The maximum length of a text: a longer one has to check its deadline while it is read. */
  public static final int MAX_LENGTH = 1 << 16;

  // A long holds every number of so many digits.
  private static final int MAX_DIGITS = 18;
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";

  private final String text;
  private final int length;
  private int position;
  private int depth;
  private boolean failed;
  // The last number is unscaled * 10^-scale.
  private long unscaled;
  private int scale;
  private boolean isNegativeZero;

  public PlainJsonReader(String text) {
    this.text = text;
    this.length = text.length();
  }

  /** Ends the reading, since the text does not have the plain form, and returns null. */
  public @Nullable Object fail() {
    failed = true;
    return null;
  }

  /** Returns whether a value was unreadable; it and all values around it are undefined. */
  public boolean hasFailed() {
    return failed;
  }

  /** Returns whether only white space is left. */
  public boolean isAtEnd() {
    skipWhiteSpace();
    return position == length;
  }

  /**
   * Reads the beginning of an object or a list if it is next, and returns whether it was and is not
   * nested too deeply.
   */
  public boolean tryEnter(char bracket) {
    return tryRead(bracket) && ++depth <= JsonIo.MAX_DEPTH;
  }

  /** Reads the end of an object or a list if it is next, and returns whether it was. */
  public boolean tryLeave(char bracket) {
    if (tryRead(bracket)) {
      depth--;
      return true;
    }
    return false;
  }

  /** Reads a punctuation character if it is next, and returns whether it was. */
  public boolean tryRead(char expected) {
    skipWhiteSpace();
    if (position < length && text.charAt(position) == expected) {
      position++;
      return true;
    }
    return false;
  }

  /**
   * Reads {@code true}, {@code false} or {@code null} if it is next, and returns whether it was.
   * The caller requires punctuation or the end of the text after it.
   */
  public boolean tryRead(String literal) {
    skipWhiteSpace();
    if (text.startsWith(literal, position)) {
      position += literal.length();
      return true;
    }
    return false;
  }

  /**
   * Reads a name and its colon.
   *
   * @param names the expected names as JSON strings
   * @param expected the index of the most probable name
   * @return the index of the name; -1 if it is another one
   */
  public int readName(String[] names, int expected) {
    int index = readAnyOf(names, expected);
    return index >= 0 && tryRead(':') ? index : -1;
  }

  /** Reads one of several texts if it is next, beginning with the most probable one. */
  private int readAnyOf(String[] texts, int first) {
    skipWhiteSpace();
    for (int i = 0; i < texts.length; i++) {
      // Models keep the order of names, but omit some.
      int index = first + i < texts.length ? first + i : first + i - texts.length;
      if (text.startsWith(texts[index], position)) {
        position += texts[index].length();
        return index;
      }
    }
    return -1;
  }

  /** Reads a string; fails and returns null if another value is next. */
  public @Nullable String readString() {
    int start = beginString();
    for (int i = start; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        position = i + 1;
        return text.substring(start, i);
      }
      if (c == '\\') {
        return readEscapedString(start, i);
      }
      if (c < ' ') {
        break;
      }
    }
    fail();
    return null;
  }

  /** Returns the position after the quote, or the end of the text if there is no quote. */
  private int beginString() {
    return tryRead('"') ? position : length;
  }

  private @Nullable String readEscapedString(int start, int firstEscape) {
    var value = new StringBuilder(firstEscape - start + 16).append(text, start, firstEscape);
    for (int i = firstEscape; i < length; i++) {
      char c = text.charAt(i);
      if (c == '"') {
        position = i + 1;
        return value.toString();
      }
      if (c < ' ') {
        break;
      }
      if (c == '\\') {
        int escape = ++i < length ? ESCAPES.indexOf(text.charAt(i)) : -1;
        if (escape < 0) {
          break;
        }
        c = ESCAPED.charAt(escape);
      }
      value.append(c);
    }
    fail();
    return null;
  }

  /**
   * Reads a string that is one of these.
   *
   * @param names the strings as JSON
   * @return the index of the string; fails and returns -1 if another value is next
   */
  public int readOneOf(String[] names) {
    int index = readAnyOf(names, 0);
    if (index < 0) {
      fail();
    }
    return index;
  }

  /** Reads an integer; fails and returns 0 if another value is next. */
  public long readInteger(long min, long max) {
    if (readNumber() && scale == 0 && unscaled >= min && unscaled <= max) {
      return unscaled;
    }
    fail();
    return 0;
  }

  /** Reads a number; fails and returns null if another value is next. */
  public @Nullable BigDecimal readDecimal() {
    if (readNumber()) {
      return BigDecimal.valueOf(unscaled, scale);
    }
    fail();
    return null;
  }

  /** Reads a number; fails and returns 0 if another value is next. */
  public double readDouble() {
    skipWhiteSpace();
    int start = position;
    if (readNumber() && !isNegativeZero) {
      return scale == 0 ? unscaled : Double.parseDouble(text.substring(start, position));
    }
    fail();
    return 0;
  }

  // An exponent fails afterwards, since no punctuation follows the number.
  private boolean readNumber() {
    skipWhiteSpace();
    boolean isNegative = tryRead('-');
    int start = position;
    unscaled = 0;
    scale = 0;
    int digits = readDigits();
    boolean isValid = digits == 1 || (digits > 1 && text.charAt(start) != '0');
    if (isValid && position < length && text.charAt(position) == '.') {
      position++;
      scale = readDigits();
      isValid = scale > 0;
    }
    isNegativeZero = isNegative && unscaled == 0;
    unscaled = isNegative ? -unscaled : unscaled;
    return isValid && digits + scale <= MAX_DIGITS;
  }

  private int readDigits() {
    int start = position;
    while (position < length && isDigit(text.charAt(position))) {
      unscaled = unscaled * 10 + (text.charAt(position) - '0');
      position++;
    }
    return position - start;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private void skipWhiteSpace() {
    while (position < length && isWhiteSpace(text.charAt(position))) {
      position++;
    }
  }

  private static boolean isWhiteSpace(char c) {
    return c <= ' ' && (c == ' ' || c == '\n' || c == '\r' || c == '\t');
  }
}
