package org.atomicagents.internal.schema.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A name without its style: its significant characters in lower case, and the gaps between its
 * words.
 *
 * <p>Style is what names of code, prose and Markdown differ in: case, the separators of words, one
 * pair of quotes or emphasis around the name, and a full stop, exclamation mark or colon at its
 * end. Every other character is significant, because it may distinguish a value ({@code C++},
 * {@code A-}), mark it ({@code A*}, {@code A?}), or separate alternatives ({@code A/B}, {@code A,
 * B}, {@code A|B}).
 *
 * <p>Immutable and thread-safe.
 */
final class FoldedName {
  private static final char FIRST_NON_ASCII = 128;

  /** No gap: the characters belong to one word. */
  private static final char NONE = 'n';

  /** A change of case, or between letters and digits. */
  private static final char CHANGE = 'c';

  /** White space. */
  private static final char SPACE = 's';

  /** A character that joins words: an underscore, a hyphen, an apostrophe or a point. */
  private static final char JOINER = 'j';

  private final String characters;

  /** The kind of the gap before each character. */
  private final String gaps;

  private FoldedName(String characters, String gaps) {
    this.characters = characters;
    this.gaps = gaps;
  }

  static FoldedName of(String name) {
    String text = trim(name);
    var characters = new StringBuilder(text.length());
    var gaps = new StringBuilder(text.length());
    char gap = NONE;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char separator = separatorKind(text, i);
      if (separator != NONE) {
        gap = gap == SPACE ? SPACE : separator;
        continue;
      }
      gaps.append(gap == NONE && isChange(text, i) ? CHANGE : gap);
      if (c < FIRST_NON_ASCII) {
        characters.append(Character.toLowerCase(c));
      } else {
        String folded = String.valueOf(c).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        characters.append(folded);
        gaps.repeat(NONE, folded.length() - 1);
      }
      gap = NONE;
    }
    return new FoldedName(characters.toString(), gaps.toString());
  }

  /** Returns the significant characters, with a space between digits that are separated. */
  String normalized() {
    var normalized = new StringBuilder(characters.length());
    for (int i = 0; i < characters.length(); i++) {
      if (i > 0 && isSeparation(gaps.charAt(i)) && isBetweenDigits(i)) {
        normalized.append(' ');
      }
      normalized.append(characters.charAt(i));
    }
    return normalized.toString();
  }

  boolean isEmpty() {
    return characters.isEmpty();
  }

  /**
   * Returns whether this text spells a name: it has the same words, or lacks separators of the
   * name. White space that the name lacks is different words ({@code not able} is not {@code
   * NOTABLE}); a joiner that the name lacks spells a compound ({@code e-mail} is {@code EMAIL}),
   * unless it is between two single letters, which are alternatives or an abbreviation ({@code
   * A-B}, {@code n'a}).
   */
  boolean spells(FoldedName name) {
    if (!characters.equals(name.characters)) {
      return false;
    }
    for (int i = 1; i < characters.length(); i++) {
      char own = gaps.charAt(i);
      char other = name.gaps.charAt(i);
      boolean agrees =
          isBetweenDigits(i)
              ? isSeparation(own) == isSeparation(other)
              : other != NONE
                  || !isSeparation(own)
                  || (own == JOINER && !isBetweenSingleLetters(i));
      if (!agrees) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether this text has a joiner that a name of the same characters lacks. */
  boolean joinsMoreThan(FoldedName name) {
    for (int i = 1; i < characters.length(); i++) {
      if (gaps.charAt(i) == JOINER && name.gaps.charAt(i) == NONE) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether this text consists of several words, one of which is a name. */
  boolean hasWord(FoldedName name) {
    return words().contains(name.characters);
  }

  private List<String> words() {
    var words = new ArrayList<String>();
    int start = 0;
    for (int i = 1; i < characters.length(); i++) {
      if (isSeparation(gaps.charAt(i))) {
        words.add(characters.substring(start, i));
        start = i;
      }
    }
    words.add(characters.substring(start));
    return words;
  }

  private static boolean isSeparation(char gap) {
    return gap == SPACE || gap == JOINER;
  }

  private boolean isBetweenDigits(int i) {
    return Character.isDigit(characters.charAt(i)) && Character.isDigit(characters.charAt(i - 1));
  }

  private boolean isBetweenSingleLetters(int i) {
    return Character.isLetter(characters.charAt(i))
        && Character.isLetter(characters.charAt(i - 1))
        && (i == 1 || isSeparation(gaps.charAt(i - 1)))
        && (i + 1 == characters.length() || isSeparation(gaps.charAt(i + 1)));
  }

  /** Returns the kind of gap that a character makes; {@code NONE} if it is significant. */
  private static char separatorKind(String text, int i) {
    char c = text.charAt(i);
    return switch (c) {
      case '_' -> JOINER;
      case '-' -> isBetweenWords(text, i) && !isWithinNumber(text, i) ? JOINER : NONE;
      case '\'', '’' -> isLetterAt(text, i - 1) && isLetterAt(text, i + 1) ? JOINER : NONE;
      // As in Node.js, but not in n.a. or 1.5.
      case '.' ->
          isWordOfTwo(text, i - 1, -1) && isWordOfTwo(text, i + 1, 1) && isLetterAt(text, i + 1)
              ? JOINER
              : NONE;
      case ' ' -> SPACE;
      // A line break or a tab can separate alternatives.
      default -> Character.getType(c) == Character.SPACE_SEPARATOR ? SPACE : NONE;
    };
  }

  private static boolean isBetweenWords(String text, int i) {
    return isWordAt(text, i - 1) && isWordAt(text, i + 1);
  }

  private static boolean isWordOfTwo(String text, int i, int direction) {
    return isWordAt(text, i) && isWordAt(text, i + direction);
  }

  private static boolean isWordAt(String text, int i) {
    return i >= 0 && i < text.length() && Character.isLetterOrDigit(text.charAt(i));
  }

  private static boolean isLetterAt(String text, int i) {
    return i >= 0 && i < text.length() && Character.isLetter(text.charAt(i));
  }

  private static boolean isWithinNumber(String text, int i) {
    return Character.isDigit(text.charAt(i - 1)) && Character.isDigit(text.charAt(i + 1));
  }

  // As in inProgress, HTTPStatus and PRIORITY1.
  private static boolean isChange(String text, int i) {
    if (i == 0) {
      return false;
    }
    char previous = text.charAt(i - 1);
    char c = text.charAt(i);
    return (Character.isUpperCase(c)
            && (Character.isLowerCase(previous)
                || (Character.isUpperCase(previous)
                    && i + 1 < text.length()
                    && Character.isLowerCase(text.charAt(i + 1)))))
        || (Character.isDigit(c) && Character.isLetter(previous))
        || (Character.isLetter(c) && Character.isDigit(previous));
  }

  private static String trim(String name) {
    String undecorated = TextEdges.withoutDecoration(name);
    String sentence = TextEdges.withoutSentenceEnd(undecorated);
    return sentence.length() == undecorated.length()
        ? undecorated
        : TextEdges.withoutDecoration(sentence);
  }
}
