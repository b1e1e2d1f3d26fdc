package org.atomicagents.internal.schema.repair;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.atomicagents.internal.json.CaseConverter;
import org.atomicagents.internal.schema.type.TextEdges;

/**
 * Detects strings that may list several values, or none.
 *
 * <p>A string is a single value only if it is plain: one word or phrase, without separators,
 * brackets, quotes, arrows and bullets, which may divide it into several values.
 */
final class MultiValueDetector {
  // Without punctuation, so that these include "n/a", "(none)" and "T.B.D."
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "na",
          "undisclosed",
          "undetermined",
          "unavailable",
          "missing",
          "empty",
          "blank",
          "tbd",
          "tba",
          "tbc",
          "todo",
          "placeholder",
          "various",
          "several",
          "multiple",
          "many",
          "all",
          "any",
          "both",
          "some",
          "everything",
          "diverse",
          "verschiedene",
          "unbekannt",
          "inconnu",
          "desconocido");
  private static final Set<String> NEGATIONS =
      Set.of(
          "no",
          "non",
          "not",
          "none",
          "nothing",
          "null",
          "nil",
          "undefined",
          "unspecified",
          "unknown",
          "without",
          "kein",
          "keine",
          "keiner",
          "keins",
          "nicht",
          "nichts",
          "ohne",
          "aucun",
          "aucune",
          "pas",
          "sans",
          "ninguno",
          "ninguna",
          "nada",
          "sin",
          "nessuno",
          "nessuna",
          "nenhum",
          "nenhuma",
          "geen");
  private static final Set<String> CONJUNCTIONS =
      Set.of(
          "and", "or", "nor", "plus", "then", "vs", "versus", "und", "oder", "sowie", "bzw", "y",
          "et", "ou", "e");
  private static final String FORMAT_SEPARATORS = ",;|()[]{}\n\t";
  private static final String WITHIN_WORD = "'’-_.:@&";
  private static final int MAX_PHRASE_LENGTH = 1_000;
  private static final int MAX_ABBREVIATION_LENGTH = 3;
  private static final int MIN_SENTENCE_SPACES = 3;
  private static final int MIN_REPETITION_LENGTH = 6;

  private MultiValueDetector() {}

  /** Returns whether a string can only be a single value. */
  static boolean isSingleValue(String text) {
    String stripped = TextEdges.strip(text);
    return stripped.length() <= MAX_PHRASE_LENGTH
        && !isPlaceholder(stripped)
        && isPlain(stripped)
        && !hasConjunction(stripped)
        && !isRepetition(stripped);
  }

  // A model that repeats itself until its limit.
  private static boolean isRepetition(String text) {
    List<String> words = List.of(text.split(" +", -1));
    return words.size() >= MIN_REPETITION_LENGTH && new HashSet<>(words).size() * 2 <= words.size();
  }

  /** Returns whether a string that has a format, such as a date, can only be a single value. */
  static boolean isSingleFormatted(String text) {
    // As in June 9, 2023.
    return !isPlaceholder(text)
        && text.replace(", ", " ").chars().noneMatch(c -> FORMAT_SEPARATORS.indexOf(c) >= 0);
  }

  /** Returns whether a string represents no value, or several values without their names. */
  static boolean isPlaceholder(String text) {
    String letters = lettersOf(text);
    return letters.isEmpty()
        || PLACEHOLDERS.contains(letters)
        || NEGATIONS.contains(letters)
        || NEGATIONS.contains(firstWord(text));
  }

  private static String lettersOf(String text) {
    var letters = new StringBuilder();
    text.codePoints().filter(c -> isWordPart(c) || isEmoji(c)).forEach(letters::appendCodePoint);
    return CaseConverter.lowerCase(letters.toString());
  }

  private static String firstWord(String text) {
    int start = 0;
    while (start < text.length() && !isWordPart(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return CaseConverter.lowerCase(text.substring(start, end));
  }

  private static boolean hasConjunction(String text) {
    for (String word : CaseConverter.lowerCase(text).split(" +", -1)) {
      if (CONJUNCTIONS.contains(word.endsWith(".") ? word.substring(0, word.length() - 1) : word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPlain(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!isWordPart(c) && c != ' ' && c != '\u00a0' && !isEmoji(c) && !isPlainMark(text, i)) {
        return false;
      }
      i += Character.charCount(c);
    }
    return true;
  }

  private static boolean isPlainMark(String text, int i) {
    char c = text.charAt(i);
    boolean followsWord = i > 0 && isWordPart(text.charAt(i - 1));
    boolean precedesWord = i + 1 < text.length() && isWordPart(text.charAt(i + 1));
    boolean isLast = i + 1 == text.length();
    if (WITHIN_WORD.indexOf(c) >= 0 && followsWord && precedesWord) {
      return true;
    }
    return switch (c) {
      case '#', '$', '€', '£', '¥' -> i == 0 ? precedesWord : followsWord && !precedesWord;
      case '%', '+', '°' -> followsWord || (c == '+' && i > 0 && text.charAt(i - 1) == '+');
      case '!', '?' -> isLast && followsWord;
      case '_', '@' -> precedesWord;
      case '.' -> followsWord && (isLast ? !isSentence(text) : isAbbreviation(text, i));
      default -> false;
    };
  }

  private static boolean isSentence(String text) {
    return text.chars().filter(c -> c == ' ').count() >= MIN_SENTENCE_SPACES;
  }

  // A period after a longer word ends a sentence; one after a number or a first letter numbers the
  // items of a list.
  private static boolean isAbbreviation(String text, int period) {
    int start = period;
    while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
      start--;
    }
    return start < period && period - start <= MAX_ABBREVIATION_LENGTH && (start > 0 || period > 1);
  }

  private static boolean isWordPart(int c) {
    return Character.isLetterOrDigit(c)
        || Character.getType(c) == Character.NON_SPACING_MARK
        || Character.getType(c) == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isEmoji(int c) {
    return Character.isSupplementaryCodePoint(c) && Character.getType(c) == Character.OTHER_SYMBOL;
  }
}
