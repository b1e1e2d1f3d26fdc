package org.atomicagents.internal.run;

import org.jspecify.annotations.Nullable;

/**
 * Detects, while a text is received, that its end repeats one unit over and over, as small models
 * do until a limit ends their response.
 *
 * <p>Only exact repetitions count. Prose is repeated at least {@value #MIN_REPEATS} times and over
 * at least {@value #MIN_LENGTH} characters. Within a JSON string, a repetition may be wanted, such
 * as a refrain, and lists of equal items, tables and encoded data may be long: any other unit needs
 * {@value #MIN_OTHER_REPEATS} repetitions over {@value #MIN_OTHER_LENGTH} characters, and units of
 * few different characters are never reported. {@value #MAX_SPACES} characters of white space in a
 * row, escapes included, are a repetition too.
 *
 * <p>Each character takes constant time, and the memory does not depend on the text. Not
 * thread-safe.
 */
final class RepetitionDetector {
  static final int MIN_REPEATS = 25;
  static final int MIN_LENGTH = 1_200;
  static final int MIN_OTHER_REPEATS = 500;
  static final int MIN_OTHER_LENGTH = 12_000;
  static final int MAX_SPACES = 2_000;
  private static final int MIN_WORDS = 3;
  private static final int MAX_WORD_LENGTH = 30;
  private static final int MIN_DIFFERENT_CHARACTERS = 6;

  /** The number of most recent characters that are kept, a power of two. */
  private static final int WINDOW = 1_024;

  /** The longest unit. */
  private static final int MAX_UNIT = WINDOW / 2;

  /** The length of the sequences whose positions are remembered. */
  private static final int GRAM = 24;

  private static final int TABLE = 512;
  private static final int FACTOR = 0x01000193;
  private static final int FACTOR_OF_OLDEST = power(FACTOR, GRAM);

  private final JsonStringTracker strings;
  private final char[] recent = new char[WINDOW];
  private final char[] lastPositions = new char[TABLE];
  private int length;
  private int hash;
  private int period;
  private int run;
  private int spaces;
  private char previous;

  /**
   * Creates a detector.
   *
   * @param strings the state before the first character
   */
  RepetitionDetector(JsonStringTracker strings) {
    this.strings = strings;
  }

  /** Returns the repeated unit once it was repeated too often, else null, after appending text. */
  @Nullable String append(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      append(c);
      strings.append(c);
      spaces = isSpace(c) ? spaces + 1 : 0;
      previous = c;
      if (spaces == MAX_SPACES) {
        return " ";
      }
      if (period > 0 && run >= MIN_LENGTH && run % MIN_LENGTH == 0) {
        String unit = unit();
        if (isRunaway(unit)) {
          return unit;
        }
      }
    }
    return null;
  }

  private void append(char c) {
    hash = hash * FACTOR + c;
    if (length >= GRAM) {
      hash -= FACTOR_OF_OLDEST * recent[(length - GRAM) & (WINDOW - 1)];
    }
    if (period > 0 && recent[(length - period) & (WINDOW - 1)] == c) {
      run++;
    } else {
      period = 0;
      run = 0;
    }
    recent[length & (WINDOW - 1)] = c;
    length++;
    if (length >= GRAM) {
      int slot = (hash ^ (hash >>> 15)) & (TABLE - 1);
      // Positions are kept modulo 65536: a wrong distance ends with the next character.
      int distance = (char) (length - lastPositions[slot]);
      if (period == 0 && distance > 0 && distance <= MAX_UNIT && distance < length) {
        period = distance;
      }
      lastPositions[slot] = (char) length;
    }
  }

  /** Returns whether a character is white space, or part of an escape of white space. */
  private boolean isSpace(char c) {
    return Character.isWhitespace(c)
        || c == '\\'
        || (previous == '\\' && (c == 'n' || c == 'r' || c == 't'));
  }

  private String unit() {
    var unit = new StringBuilder(period);
    for (int i = length - period; i < length; i++) {
      unit.append(recent[i & (WINDOW - 1)]);
    }
    return unit.toString();
  }

  private boolean isRunaway(String unit) {
    if (unit.chars().distinct().limit(MIN_DIFFERENT_CHARACTERS).count()
        < MIN_DIFFERENT_CHARACTERS) {
      return false;
    }
    return (!strings.inString() && isProse(unit))
        ? run >= (long) MIN_REPEATS * period
        : run >= MIN_OTHER_LENGTH && run >= (long) MIN_OTHER_REPEATS * period;
  }

  /** Returns whether a unit contains words, without the punctuation of JSON and tables. */
  private static boolean isProse(String unit) {
    int words = 0;
    int wordLength = 0;
    boolean hasLetter = false;
    // Twice, because the unit may begin within a word.
    for (int i = 0; i < 2 * unit.length(); i++) {
      char c = unit.charAt(i % unit.length());
      if ("\"{}[]|=<>".indexOf(c) >= 0) {
        return false;
      }
      boolean isIdeograph = Character.isIdeographic(c);
      boolean isSpace = Character.isWhitespace(c);
      words += isIdeograph || (isSpace && hasLetter) ? 1 : 0;
      wordLength = isSpace || isIdeograph ? 0 : wordLength + 1;
      hasLetter = wordLength > 0 && (hasLetter || Character.isLetter(c));
      if (wordLength > MAX_WORD_LENGTH) {
        return false;
      }
    }
    return words >= 2 * MIN_WORDS;
  }

  private static int power(int base, int exponent) {
    int power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= base;
    }
    return power;
  }
}
