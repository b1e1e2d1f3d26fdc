package org.atomicagents.cli.terminal;

import java.util.Set;

/**
 * Escapes the characters of a text that a terminal interprets or does not show.
 *
 * <p>These are the control characters except line feeds and tabs, line and paragraph separators,
 * and format characters such as those that reverse the direction of a text. Each is replaced by its
 * JSON escape, so that the value of a JSON text does not change. Joiners, variation selectors and
 * tags are kept where emoji and scripts need them: a joiner between two emoji or after a letter of
 * a joining script, tags after a flag.
 *
 * <p>An instance cleans a text that arrives in parts. Not thread-safe.
 */
public final class TextCleaner {
  private static final int ZERO_WIDTH_NON_JOINER = 0x200c;
  private static final int ZERO_WIDTH_JOINER = 0x200d;
  private static final int WAVING_BLACK_FLAG = 0x1f3f4;
  private static final int CANCEL_TAG = 0xe007f;

  /** The scripts whose letters are joined or kept apart by joiners. */
  private static final Set<Character.UnicodeScript> JOINING_SCRIPTS =
      Set.of(
          Character.UnicodeScript.ARABIC,
          Character.UnicodeScript.SYRIAC,
          Character.UnicodeScript.NKO,
          Character.UnicodeScript.MONGOLIAN,
          Character.UnicodeScript.DEVANAGARI,
          Character.UnicodeScript.BENGALI,
          Character.UnicodeScript.GURMUKHI,
          Character.UnicodeScript.GUJARATI,
          Character.UnicodeScript.ORIYA,
          Character.UnicodeScript.TAMIL,
          Character.UnicodeScript.TELUGU,
          Character.UnicodeScript.KANNADA,
          Character.UnicodeScript.MALAYALAM,
          Character.UnicodeScript.SINHALA,
          Character.UnicodeScript.KHMER,
          Character.UnicodeScript.MYANMAR,
          Character.UnicodeScript.TIBETAN);

  private final StringBuilder clean = new StringBuilder();
  private char highSurrogate;
  // A carriage return, or a joiner after an emoji, which the next character decides on; 0 for none.
  private int pending;
  private int previous;
  private boolean isInTags;
  private boolean isAfterJoiningLetter;

  /** Returns a text with escapes, in which line breaks are line feeds and tabs are spaces. */
  public static String clean(String text) {
    return text.chars().allMatch(c -> isPlain((char) c))
        ? text
        : new TextCleaner().add(text).end().replace("\r\n", "\n").replace('\t', ' ');
  }

  /** Returns a text with escapes, whose line breaks are escaped too. */
  public static String cleanLine(String text) {
    return clean(text).replace("\n", "\\n");
  }

  /** Adds a part of the text. */
  TextCleaner add(CharSequence part) {
    for (int i = 0; i < part.length(); i++) {
      add(part.charAt(i));
    }
    return this;
  }

  /** Returns the clean text of the parts since the last call. */
  String take() {
    String text = clean.toString();
    clean.setLength(0);
    return text;
  }

  /** Ends the text and returns the rest of the clean text. */
  String end() {
    if (highSurrogate != 0) {
      escape(highSurrogate);
      highSurrogate = 0;
    }
    if (pending != 0) {
      escape(pending);
      pending = 0;
    }
    previous = 0;
    isInTags = false;
    isAfterJoiningLetter = false;
    return take();
  }

  private void add(char c) {
    if (highSurrogate != 0) {
      char high = highSurrogate;
      highSurrogate = 0;
      if (Character.isLowSurrogate(c)) {
        add(Character.toCodePoint(high, c));
        return;
      }
      add((int) high);
    }
    if (Character.isHighSurrogate(c)) {
      highSurrogate = c;
    } else {
      add((int) c);
    }
  }

  private void add(int c) {
    if (pending != 0) {
      boolean isKept = pending == '\r' ? c == '\n' : Character.isExtendedPictographic(c);
      append(pending, isKept);
      pending = 0;
    }
    if (c == '\r' || (c == ZERO_WIDTH_JOINER && isEmoji(previous))) {
      pending = c;
    } else {
      append(c, isKept(c));
    }
    isInTags = c == WAVING_BLACK_FLAG || (isInTags && isTag(c) && c != CANCEL_TAG);
    isAfterJoiningLetter = isJoiningLetter(c);
    previous = c;
  }

  private boolean isKept(int c) {
    if (c == ZERO_WIDTH_JOINER || c == ZERO_WIDTH_NON_JOINER) {
      return isAfterJoiningLetter;
    }
    if (isTag(c)) {
      return isInTags;
    }
    return isVariationSelector(c) ? !isVariationSelector(previous) : isVisible(c);
  }

  private void append(int c, boolean isKept) {
    if (isKept) {
      clean.appendCodePoint(c);
    } else {
      escape(c);
    }
  }

  private void escape(int c) {
    for (char unit : Character.toChars(c)) {
      clean.append("\\u%04x".formatted((int) unit));
    }
  }

  private boolean isJoiningLetter(int c) {
    if (!Character.isLetter(c) && !isMark(c)) {
      return false;
    }
    Character.UnicodeScript script = Character.UnicodeScript.of(c);
    return script == Character.UnicodeScript.INHERITED
        ? isAfterJoiningLetter
        : JOINING_SCRIPTS.contains(script);
  }

  private static boolean isMark(int c) {
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isEmoji(int c) {
    return Character.isExtendedPictographic(c)
        || Character.isEmojiModifier(c)
        || isVariationSelector(c)
        || c == CANCEL_TAG;
  }

  private static boolean isTag(int c) {
    return c >= 0xe0020 && c <= CANCEL_TAG;
  }

  private static boolean isVariationSelector(int c) {
    return (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
  }

  private static boolean isPlain(char c) {
    return (c >= ' ' && c < 0x7f) || c == '\n';
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\n' || c == '\t';
      case Character.FORMAT -> isNumberSign(c);
      case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
      default -> !isBlank(c);
    };
  }

  /** Returns whether a format character is visible: a sign that encloses the letters after it. */
  private static boolean isNumberSign(int c) {
    return (c >= 0x600 && c <= 0x605)
        || c == 0x6dd
        || c == 0x70f
        || c == 0x890
        || c == 0x891
        || c == 0x8e2
        || c == 0x110bd
        || c == 0x110cd;
  }

  /** Returns whether a character of another category is ignored or empty when it is shown. */
  private static boolean isBlank(int c) {
    return c == 0x3164
        || c == 0xffa0
        || c == 0x2065
        || (c >= 0xfff0 && c <= 0xfff8)
        || (c >= 0xe0000 && c <= 0xe0fff);
  }
}
