package org.atomicagents.internal.schema.repair;

import java.util.List;
import org.atomicagents.internal.json.JsonCharacters;
import org.atomicagents.internal.json.JsonLiterals;
import org.atomicagents.internal.json.lenient.LenientValue;
import org.atomicagents.internal.json.lenient.LenientValue.ArrayValue;
import org.atomicagents.internal.json.lenient.LenientValue.RawToken;
import org.atomicagents.internal.json.lenient.LenientValue.StringValue;
import org.jspecify.annotations.Nullable;

/**
 * Examines the separators of arrays: where they differ, some of them may be part of the values, as
 * in {@code [4,969, 31]}.
 */
final class ListSeparators {
  private static final int DIGIT_GROUP_SIZE = 3;

  private final String source;

  ListSeparators(String source) {
    this.source = source;
  }

  private enum Separator {
    /** A comma without space. */
    COMMA,
    /** A comma, with space or a line break beside it. */
    SPACED_COMMA,
    /** Space within a line. */
    SPACE,
    LINE_BREAK
  }

  /**
   * Returns whether commas or spaces between numbers may be part of one number: a comma without
   * space among others with space, or a space among commas.
   */
  boolean mayJoinNumbers(ArrayValue array) {
    List<LenientValue> elements = array.elements();
    boolean hasComma = false;
    boolean hasSpacedComma = false;
    boolean hasSpace = false;
    boolean mayBeNumbers = true;
    int runStart = 0;
    for (int i = 1; i < elements.size(); i++) {
      LenientValue first = elements.get(i - 1);
      LenientValue second = elements.get(i);
      Separator separator = separator(first.end(), second.start());
      boolean areNumbers = isNumber(first) && (isNumber(second) || second instanceof ArrayValue);
      hasSpace |= separator == Separator.SPACE && areNumbers;
      hasSpacedComma |= separator == Separator.SPACED_COMMA;
      hasComma |= separator == Separator.COMMA;
      if (separator != Separator.COMMA) {
        mayBeNumbers &= isRunOneNumber(elements, runStart, i - 1);
        runStart = i;
      }
    }
    return (hasSpace && (hasComma || hasSpacedComma))
        || (hasComma
            && hasSpacedComma
            && mayBeNumbers
            && isRunOneNumber(elements, runStart, elements.size() - 1));
  }

  private Separator separator(int from, int to) {
    boolean hasComma = false;
    boolean hasLineBreak = false;
    for (int i = from; i < to; i++) {
      hasComma |= source.charAt(i) == ',';
      hasLineBreak |= JsonCharacters.isLineEnd(source.charAt(i));
    }
    if (hasComma) {
      return to - from == 1 ? Separator.COMMA : Separator.SPACED_COMMA;
    }
    return hasLineBreak ? Separator.LINE_BREAK : Separator.SPACE;
  }

  /** Returns whether elements are one number with a decimal comma or with separated thousands. */
  private boolean isRunOneNumber(List<LenientValue> elements, int first, int last) {
    if (first == last) {
      return true;
    }
    if (!isNumber(elements.get(first))
        || !isDigits(elements.get(first), isSigned(elements, first))) {
      return false;
    }
    boolean areGroups = true;
    for (int i = first + 1; i <= last; i++) {
      if (!isDigits(elements.get(i), 0)) {
        return false;
      }
      areGroups &= elements.get(i).end() - elements.get(i).start() == DIGIT_GROUP_SIZE;
    }
    return areGroups || last - first == 1;
  }

  private int isSigned(List<LenientValue> elements, int index) {
    return source.charAt(elements.get(index).start()) == '-' ? 1 : 0;
  }

  private boolean isDigits(LenientValue value, int offset) {
    int end = JsonLiterals.digitsEnd(source, value.start() + offset, value.end());
    return value instanceof RawToken && end == value.end() && end > value.start() + offset;
  }

  private static boolean isNumber(LenientValue value) {
    return value instanceof RawToken token
        && JsonLiterals.isNumber(token.source(), token.start(), token.end());
  }

  /** Returns whether {@code "a", "b"} may be one string, if its quotes are not escaped. */
  boolean mayJoinStrings(ArrayValue array, @Nullable String usualSeparator) {
    String separator = usualSeparator;
    for (int i = 1; i < array.elements().size(); i++) {
      if (array.elements().get(i - 1) instanceof StringValue first
          && array.elements().get(i) instanceof StringValue second) {
        String between = source.substring(first.end(), second.start());
        boolean isSeparator = between.strip().equals(",") && !between.contains("\n");
        if (isSeparator && separator != null && !separator.equals(between)) {
          return true;
        }
        separator = isSeparator ? between : separator;
      }
    }
    return false;
  }

  /** Returns whether [Zurich, Main Street] may be two strings, or one that contains a comma. */
  boolean mayJoinWords(ArrayValue array) {
    List<LenientValue> elements = array.elements();
    for (int i = 1; i < elements.size(); i++) {
      if (elements.get(i - 1) instanceof RawToken first
          && elements.get(i) instanceof RawToken second
          && (ScalarRepairer.isWord(first) || ScalarRepairer.isWord(second))
          && mayBeOneText(first, second)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBeOneText(RawToken first, RawToken second) {
    String between = source.substring(first.end(), second.start());
    boolean isSeparated =
        between.equals(",")
            || between.contains("\n")
            || (first.value().indexOf(' ') < 0
                && second.value().indexOf(' ') < 0
                && between.indexOf(',') == between.lastIndexOf(','));
    if (between.equals(",") && isDigit(first.value(), -1) && isDigit(second.value(), 0)) {
      return !(isNumberOrLiteral(first) && isNumberOrLiteral(second))
          || (second.end() - second.start() >= DIGIT_GROUP_SIZE
              && NumberTextParser.normalizeInteger(first.value() + "," + second.value()) != null);
    }
    return !isSeparated;
  }

  private static boolean isNumberOrLiteral(RawToken token) {
    return JsonLiterals.isNumberOrLiteral(token.source(), token.start(), token.end());
  }

  private static boolean isDigit(String text, int index) {
    char c = text.charAt(index < 0 ? text.length() + index : index);
    return c >= '0' && c <= '9';
  }
}
